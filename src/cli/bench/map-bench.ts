import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readNpyFloat32, writeNpy } from '../../core/formats/npy';
import { MapTree } from '../../core/map/map-tree';
import { neighboursKept } from '../../core/map/neighbours-kept';
import { trustworthiness } from '../../core/map/trustworthiness';
import { nearestNeighbours } from '../../engine/map/neighbours';
import { readParsed } from '../../engine/runs/read-bytes';
import { median } from './figures';
import { ours, type MadeMap, type MapMaker } from './map-contestants';
import { clusterSet, grown, muSet, pixelSet, type VectorSet } from './map-sets';

/** One maker's maps of one set: the median round's seconds, the most memory of any (MiB), and the last map's quality. */
export interface MapFigures {
  set: string;
  n: number;
  d: number;
  maker: string;
  version: string;
  stages: Record<string, number>;
  total: number;
  rounds: number[];
  memory: number | null;
  trustworthiness: number | null;
  neighboursKept: number | null;
  /** Share of points whose class most of their 15 nearest in the map have. */
  classAccuracy: number;
}

/** All that is measured of maps. */
export interface MapBenchResult {
  /** The sets of 10,000, everyone in turn. */
  maps: MapFigures[];
  /** Ours alone, on more and more vectors. */
  growth: MapFigures[];
}

const NEIGHBOURS = 15;
const SAMPLE = { rows: 3000, seed: 0 };
const MADE_UP = 10_000;
const SIZES = [1000, 10_000, 70_000, 250_000, 1_000_000];

/**
 * Has this program and its `peers` map three sets of vectors in turn, and with `growth` this program alone ever larger
 * ones, up to so many vectors. Each maker is a process of its own; every map is measured by the same code.
 */
export async function benchMaps(
  { peers, rounds, growth }: { peers: readonly MapMaker[]; rounds: number; growth?: number | true },
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<MapBenchResult> {
  const makers = [await ours(), ...peers];
  const folder = await mkdtemp(path.join(tmpdir(), 'latent-atelier-map-bench-'));
  const race = { folder, signal, tell };
  try {
    const result: MapBenchResult = { maps: [], growth: [] };
    for (const set of [await muSet('test'), await pixelSet(), clusterSet(MADE_UP)]) {
      result.maps.push(...(await mapInTurn(makers, set, rounds, race)));
    }
    const most = growth === true ? Infinity : (growth ?? 0);
    const sizes = SIZES.filter((n) => n <= most);
    if (sizes.length === 0) return result;
    const base = await muSet('all');
    for (const n of sizes) {
      result.growth.push(...(await mapInTurn(makers.slice(0, 1), await grown(base, n), 1, race)));
    }
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Race {
  folder: string;
  signal: AbortSignal;
  tell: (text: string) => void;
}

async function mapInTurn(
  makers: readonly MapMaker[],
  set: VectorSet,
  rounds: number,
  { folder, signal, tell }: Race,
): Promise<MapFigures[]> {
  const input = path.join(folder, 'vectors.npy');
  await writeFile(input, writeNpy({ shape: [set.n, set.d], data: set.vectors }));
  const output = (maker: number): string => path.join(folder, `map-${maker}.npy`);
  const made = makers.map((): MadeMap[] => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [i, maker] of makers.entries()) {
      tell(`${set.name}, ${set.n} vectors, ${maker.name}: round ${round} of ${rounds}`);
      signal.throwIfAborted();
      made[i]!.push(await maker.make(input, output(i), signal));
    }
  }
  tell(`${set.name}, ${set.n} vectors: measuring the maps`);
  const neighbours = await nearestNeighbours(set.vectors, set.n, set.d, NEIGHBOURS, { signal });
  const figures: MapFigures[] = [];
  for (const [i, { name, version }] of makers.entries()) {
    const { data } = await readParsed(output(i), readNpyFloat32);
    const all = made[i]!;
    const middle = all.toSorted((a, b) => a.total - b.total)[Math.floor((all.length - 1) / 2)]!;
    const memories = all.map(({ memory }) => memory).filter((memory) => memory !== null);
    figures.push({
      set: set.name,
      n: set.n,
      d: set.d,
      maker: name,
      version,
      stages: middle.stages,
      total: median(all.map(({ total }) => total)),
      rounds: all.map(({ total }) => total),
      memory: memories.length === 0 ? null : Math.max(...memories),
      trustworthiness: trustworthiness(set.vectors, set.n, set.d, data, 3, NEIGHBOURS, SAMPLE).value,
      neighboursKept: neighboursKept(neighbours, data, 3, NEIGHBOURS).mean,
      classAccuracy: classAccuracy(data, set),
    });
  }
  return figures;
}

function classAccuracy(positions: Float32Array, { n, labels }: VectorSet): number {
  const tree = new MapTree(positions, n, 3, NEIGHBOURS);
  const votes = new Int32Array(1 + labels.reduce((most, label) => Math.max(most, label), 0));
  let right = 0;
  for (let i = 0; i < n; i++) {
    const near = tree.nearest(i);
    for (const j of near) votes[labels[j]!]!++;
    let winner = 0;
    for (const j of near) {
      const label = labels[j]!;
      if (votes[label]! > votes[winner]! || (votes[label] === votes[winner] && label < winner))
        winner = label;
    }
    if (winner === labels[i]) right++;
    for (const j of near) votes[labels[j]!] = 0;
  }
  return right / n;
}
