import path from 'node:path';
import { Command, Option } from 'commander';
import type { EmbeddingColumn, LatentMap, MapConfig } from '../../contract/space';
import { embeddingCsv } from '../../core/formats/embedding-table';
import { writeNpy } from '../../core/formats/npy';
import { chosenColumns } from '../../core/formats/table-columns';
import type { RoleChoice } from '../../core/tables/table-roles';
import { rolesSentence } from '../../core/tables/roles-sentence';
import type { ForeignVectors } from '../../core/tables/take-vectors';
import { labelsIn } from '../../engine/datasets/vectors/classes-of';
import { columnOf } from '../../engine/datasets/vectors/foreign-embedding';
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
  columns?: string;
  label?: string;
  labels?: string;
  json: boolean;
}

/** `project`: the map of any vectors. */
export function projectCommand(session: Session): Command {
  return new Command('project')
    .description('lay out vectors in 2 or 3 dimensions')
    .requiredOption(
      '--in <file>',
      'vectors: .npy, .npz, .csv, .tsv, .parquet, .safetensors, .jsonl, .vec or .txt',
    )
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
    .option(
      '--columns <names>',
      'the columns that are the vectors: a,b,c, or patterns like "pixel_*" (default: as docs/formats.md says)',
    )
    .option('--label <name>', 'the column of labels, which goes into a .csv too')
    .option('--labels <file>', 'labels and other columns, a row for each vector, which go into a .csv too')
    .option('--seed <n>', 'seed of the layout', wholeNumber(0, LARGEST_SEED), 0)
    .option('--json', 'print one JSON object', false)
    .action((options: ProjectOptions) => project(session, options));
}

async function project(session: Session, options: ProjectOptions): Promise<void> {
  const { in: file, out, method, neighbors, minDist, metric, seed, json } = options;
  const format = await formatOf(out, ['.csv', '.npy']);
  assertOther(out, file);
  if (options.labels !== undefined) assertOther(out, options.labels);
  const beside = options.labels === undefined ? [] : [path.resolve(options.labels)];
  const input = await readVectors(file, choiceFrom(options), beside);
  const { n, d, vectors, roles } = input;
  for (const doubt of roles.doubts) session.progress.line(doubt);
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
      roles,
      dataFingerprint: fingerprintOf(input),
      run: null,
      runFolder: null,
      map,
      mapConfig: config,
    };
    const files =
      format === '.npy'
        ? await writeNpyMap(out, origin)
        : await writeCsvMap(out, origin, labelsOf(options, input));
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
    for (const note of [...input.notes, ...notes]) session.progress.line(note);
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
        columns: roles.vectors.kind === 'array' ? [] : roles.vectors.columns,
        taken: rolesSentence(roles),
        roles,
        notes: [...input.notes, ...notes],
        files,
      },
      [
        `${n} points from ${d} to ${dims} dimensions in ${total.toFixed(1)} s: ${files.join(', ')}`,
        rolesSentence(roles),
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

/** `index,x,y,z` and the distortion of each point, with the label that was asked for, and a description beside it. */
async function writeCsvMap(target: string, origin: Mapped, labels: Labels): Promise<string[]> {
  const { n, dims, positions, distortion } = origin.map;
  const known = labels?.label === undefined ? [] : ['label', 'label_name'];
  const other = labels?.other === undefined ? [] : ['other'];
  const columns = ['index', ...known, 'map', ...other, 'distortion'];
  const table = { n, latent: 0, ...labels, map: positions, dims, distortion, columns };
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

/** What the user says the columns are. */
function choiceFrom({ columns, label }: ProjectOptions): RoleChoice {
  const vectors = columns
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return { ...(vectors === undefined ? {} : { vectors }), ...(label === undefined ? {} : { label }) };
}

/** The labels that were asked for, or came in a file of their own with other columns, as an embedding's table has them. */
type Labels = {
  label?: Int32Array;
  labelNames?: readonly string[];
  other?: readonly EmbeddingColumn[];
} | null;

function labelsOf({ label, labels }: ProjectOptions, { columns, roles }: ForeignVectors): Labels {
  const name = label ?? (labels === undefined ? undefined : roles.label?.column);
  const column = name === undefined ? undefined : columns.find((each) => each.name === name);
  const own = column === undefined ? null : labelsIn(column, columns);
  const other =
    labels === undefined ? [] : columns.filter((each) => each !== column && each.name !== 'index');
  if (own === null && other.length === 0) return null;
  return {
    ...(own === null ? {} : { label: own.labels, labelNames: own.labelNames }),
    ...(other.length === 0 ? {} : { other: other.map(columnOf) }),
  };
}
