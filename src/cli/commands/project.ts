import path from 'node:path';
import { Command, Option } from 'commander';
import type { LatentMap, MapConfig } from '../../contract/space';
import { embeddingCsv } from '../../core/formats/embedding-table';
import { writeNpy } from '../../core/formats/npy';
import { chosenColumns } from '../../core/formats/table-columns';
import { fingerprintOf } from '../../engine/datasets/vectors/fingerprint-of';
import { readVectors } from '../../engine/datasets/vectors/read-vectors';
import { describeExport, descriptionBeside, hashed, type Origin } from '../../engine/export/describe-export';
import { makeMap } from '../../engine/map/mapper';
import { writeTogether } from '../../engine/runs/write-whole';
import { loadTensorFlow } from '../../engine/tensorflow/load';
import { assertOther, formatOf, LARGEST_SEED, realNumber, wholeNumber } from '../options';
import { Interrupted, print, type Session } from '../session';

interface ProjectOptions {
  in: string;
  out: string;
  method: MapConfig['method'];
  neighbors: number;
  minDist: number;
  metric: MapConfig['metric'];
  dims: '2' | '3';
  seed: number;
  json: boolean;
}

/** `project`: the map of any vectors. */
export function projectCommand(session: Session): Command {
  return new Command('project')
    .description('lay out vectors in 2 or 3 dimensions')
    .requiredOption('--in <file>', 'vectors: .npy, .csv, .tsv, .parquet or .safetensors')
    .requiredOption('--out <file>', 'file to write: .csv or .npy')
    .addOption(new Option('--method <name>', 'layout').choices(['umap', 'pca']).default('umap'))
    .option(
      '--neighbors <n>',
      'neighbours of each point: few show detail, many the whole',
      wholeNumber(2, 200),
      15,
    )
    .option(
      '--min-dist <distance>',
      'how close points may lie: 0 packs clusters, 1 spreads them',
      realNumber({ least: 0, most: 1 }),
      0.1,
    )
    .addOption(
      new Option('--metric <name>', 'how far apart vectors are')
        .choices(['euclidean', 'cosine'])
        .default('euclidean'),
    )
    .addOption(new Option('--dims <n>', 'dimensions').choices(['2', '3']).default('3'))
    .option('--seed <n>', 'seed of the layout', wholeNumber(0, LARGEST_SEED), 0)
    .option('--json', 'print one JSON object', false)
    .action((options: ProjectOptions) => project(session, options));
}

async function project(session: Session, options: ProjectOptions): Promise<void> {
  const { in: file, out, method, neighbors, minDist, metric, seed, json } = options;
  const format = await formatOf(out, ['.csv', '.npy']);
  assertOther(out, file);
  const input = await readVectors(file);
  const { n, d, vectors } = input;
  const { columns } = input.roles.vectors;
  const dims = options.dims === '2' ? 2 : 3;
  const config = { method, dims, neighbors, minDist, metric, seed, continueFromLast: false } as const;
  const abort = new AbortController();
  const release = session.io.onInterrupt(() => abort.abort(new Interrupted()));
  try {
    // Which takes a second, and is not a part of the map's time.
    await loadTensorFlow();
    const { map } = await makeMap({
      vectors,
      n,
      d,
      config,
      initial: null,
      neighbours: null,
      signal: abort.signal,
      onProgress: ({ stage, fraction }) =>
        session.progress.show(`${stage}: ${(100 * fraction).toFixed(0)} %`),
    });
    const origin = {
      data: path.basename(file),
      dataFingerprint: fingerprintOf(input),
      run: null,
      runFolder: null,
      map,
      mapConfig: config,
    };
    const files = format === '.npy' ? await writeNpyMap(out, origin) : await writeCsvMap(out, origin);
    const {
      epochs,
      seconds,
      trustworthiness,
      sampled,
      neighboursKept,
      explainedVariance,
      neighbours,
      notes,
    } = map;
    for (const note of notes) session.progress.line(note);
    const total = Object.values(seconds).reduce((sum, stage) => sum + stage, 0);
    print(
      session,
      json,
      {
        points: n,
        from: d,
        dims,
        method,
        metric,
        epochs,
        seconds: { ...seconds, total },
        trustworthiness,
        sampled,
        neighboursKept,
        explainedVariance,
        neighbours,
        columns,
        notes,
        files,
      },
      [
        `${n} points from ${d} to ${dims} dimensions in ${total.toFixed(1)} s: ${files.join(', ')}`,
        ...(columns.length === 0 ? [] : [`columns used: ${listed(columns)}`]),
        ...(trustworthiness === null
          ? []
          : [`trustworthiness ${trustworthiness.toFixed(3)} (15 neighbours, ${sampled} points)`]),
        ...(neighboursKept === null
          ? []
          : [`neighbours kept ${neighboursKept.toFixed(3)} (of 15, all points)`]),
        ...(neighbours.exact
          ? []
          : [`neighbours found approximately: ${(100 * neighbours.recall).toFixed(1)} % of the true ones`]),
      ],
    );
  } catch (error) {
    abort.signal.throwIfAborted();
    throw error;
  } finally {
    release();
  }
}

type Mapped = Omit<Origin, 'map'> & { map: LatentMap };

/** `index,x,y,z` and the distortion of each point, with a description beside it. */
async function writeCsvMap(target: string, origin: Mapped): Promise<string[]> {
  const { n, dims, positions, distortion } = origin.map;
  const columns = ['index', 'map', 'distortion'];
  const table = { n, latent: 0, map: positions, dims, distortion, columns };
  const { chunks, digest } = hashed(embeddingCsv(table));
  const names = chosenColumns(table).map(({ name }) => name);
  const about = descriptionBeside(target, async () => ({
    ...(await describeExport(origin, { rows: n, columns: names })),
    sha256: digest(),
  }));
  await writeTogether([{ target, chunks: () => chunks }, about]);
  return [target, about.target];
}

/** The places alone, `[n, dims]`, with a description beside them. */
async function writeNpyMap(target: string, origin: Mapped): Promise<string[]> {
  const { n, dims, positions } = origin.map;
  const columns = ['x', 'y', 'z'].slice(0, dims);
  const about = descriptionBeside(target, () => describeExport(origin, { rows: n, columns }));
  await writeTogether([{ target, chunks: () => [writeNpy({ shape: [n, dims], data: positions })] }, about]);
  return [target, about.target];
}

function listed(columns: readonly string[]): string {
  return columns.length <= 4
    ? columns.join(', ')
    : `${columns[0]!}, ${columns[1]!}, ..., ${columns.at(-1)!} (${columns.length})`;
}
