import { Command, Option } from 'commander';
import { UserError } from '../../contract/errors';
import type { MapConfig } from '../../contract/space';
import { embeddingCsv } from '../../core/formats/embedding-table';
import { readNpyFloat32, writeNpy } from '../../core/formats/npy';
import { decodeUtf8 } from '../../core/formats/utf8';
import { readVectorsCsv } from '../../core/formats/vectors-csv';
import { makeMap } from '../../engine/map/mapper';
import { readParsed } from '../../engine/runs/read-bytes';
import { writeWhole } from '../../engine/runs/write-whole';
import { loadTensorFlow } from '../../engine/tensorflow/load';
import { formatOf, LARGEST_SEED, realNumber, wholeNumber } from '../options';
import { print, type Session } from '../session';

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
    .requiredOption('--in <file>', 'vectors: .npy of shape [n, d], or .csv with a column for each dimension')
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
  const { n, d, vectors, columns } = await readVectors(file);
  const dims = options.dims === '2' ? 2 : 3;
  const abort = new AbortController();
  const release = session.io.onInterrupt(() => abort.abort(new UserError('Interrupted.')));
  try {
    // Which takes a second, and is not a part of the map's time.
    await loadTensorFlow();
    const { map } = await makeMap({
      vectors,
      n,
      d,
      config: { method, dims, neighbors, minDist, metric, seed, continueFromLast: false },
      initial: null,
      neighbours: null,
      signal: abort.signal,
      onProgress: ({ stage, fraction }) =>
        session.progress.show(`${stage}: ${(100 * fraction).toFixed(0)} %`),
    });
    const { positions } = map;
    if (format === '.npy') await writeWhole(out, [writeNpy({ shape: [n, dims], data: positions })]);
    else {
      const { distortion } = map;
      await writeWhole(out, embeddingCsv({ n, latent: 0, map: positions, dims, distortion }));
    }
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
        files: [out],
      },
      [
        `${n} points from ${d} to ${dims} dimensions in ${total.toFixed(1)} s: ${out}`,
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
    if (!abort.signal.aborted) throw error;
    session.exitCode = 130;
  } finally {
    release();
  }
}

function listed(columns: readonly string[]): string {
  return columns.length <= 4
    ? columns.join(', ')
    : `${columns[0]!}, ${columns[1]!}, ..., ${columns.at(-1)!} (${columns.length})`;
}

interface Vectors {
  n: number;
  d: number;
  vectors: Float32Array;
  columns: readonly string[];
}

async function readVectors(file: string): Promise<Vectors> {
  const format = file.toLowerCase().endsWith('.csv') ? '.csv' : '.npy';
  if (format === '.csv') return readParsed(file, (bytes) => readVectorsCsv(decodeUtf8(bytes, 'This CSV')));
  const { shape, data } = await readParsed(file, readNpyFloat32);
  const [n, d] = shape;
  if (shape.length !== 2 || n === undefined || d === undefined || d === 0) {
    throw new UserError(`${file} has the shape [${shape.join(', ')}], but vectors are needed as [n, d].`);
  }
  return { n, d, vectors: data, columns: [] };
}
