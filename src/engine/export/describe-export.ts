import { createHash } from 'node:crypto';
import type { CheckpointChoice } from '../../contract/training';
import type { RunDescription } from '../../contract/run';
import type { LatentMap, MapConfig } from '../../contract/space';
import type { TableRoles } from '../../contract/table';
import type { FilePart } from '../runs/write-whole';
import { versions } from '../versions';

/** What a written table says of where it comes from. */
export interface Origin {
  /** Name of the data set that was encoded. */
  data: string;
  /** SHA-256 of it, where it is one. */
  dataFingerprint?: string | null | undefined;
  /** What the columns of the table were taken for, of vectors from elsewhere. */
  roles?: TableRoles | undefined;
  /** The model that encoded it; null when the vectors came from elsewhere. */
  run: RunDescription | null;
  runFolder: string | null;
  /** Whose weights they were: the run's newest or those of its best epoch. */
  checkpoint?: CheckpointChoice | undefined;
  map: LatentMap | null;
  /** The settings the map was made with, where they are known. */
  mapConfig: MapConfig | null;
}

/** Meaning and unit of every column that a table may have. */
const MEANINGS: Record<string, string> = {
  index: 'number of the image, from 0',
  split: 'train or test, or as the data names it',
  label: 'number of the class; empty when the image has none',
  label_name: 'name of the class',
  file: 'path of the image file relative to its folder',
  mu: 'mean of the approximate posterior, one column for each latent dimension',
  logvar: 'logarithm of its variance, likewise',
  map: 'place in the map (x, y, z)',
  bce: 'reconstruction error: binary cross-entropy summed over the pixels, in nats',
  kl: 'Kullback-Leibler divergence from the prior, in nats',
  set: 'data set the image is of, where several are in one map',
  distortion: 'share of the 15 nearest in latent space that are not among the 15 nearest in the map, 0 to 1',
};

/** The description that goes with a table: configuration, seed, versions, data fingerprint, columns. */
export async function describeExport(
  origin: Origin,
  table: { rows: number; columns: readonly string[] },
): Promise<Record<string, unknown>> {
  const { map, mapConfig } = origin;
  return describe('table', origin, {
    rows: table.rows,
    columns: table.columns,
    meanings: MEANINGS,
    map:
      map === null
        ? null
        : {
            method: map.method,
            metric: map.metric,
            dims: map.dims,
            settings: mapConfig,
            trustworthiness: map.trustworthiness,
            neighboursKept: map.neighboursKept,
            notes: map.notes,
          },
  });
}

/** What every description says: of which kind the file is, what is particular to it, and where its numbers come from. */
export async function describe(
  kind: 'table' | 'path',
  { data, dataFingerprint, roles, run, runFolder, checkpoint }: Omit<Origin, 'map' | 'mapConfig'>,
  particular: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  return {
    format: `latent-atelier-${kind}`,
    formatVersion: 1,
    written: new Date().toISOString(),
    data,
    dataFingerprint: dataFingerprint ?? null,
    ...(roles === undefined ? {} : { taken: roles }),
    ...particular,
    run:
      run === null
        ? null
        : {
            folder: runFolder,
            checkpoint: checkpoint ?? 'last',
            created: run.created,
            source: run.source,
            options: run.options,
            config: run.config,
            network: run.network,
            dataFingerprint: run.dataFingerprint,
            versions: run.versions,
          },
    versions: await versions(),
  };
}

/** `NAME.json` beside a file `NAME`, to be written together with it: `description` is asked for when the file is whole. */
export function descriptionBeside(
  target: string,
  description: () => Promise<Record<string, unknown>>,
): FilePart {
  return {
    target: `${target}.json`,
    chunks: async () => [`${JSON.stringify(await description(), null, 2)}\n`],
  };
}

/** Passes chunks of text on as their UTF-8 bytes, which are made once, and hashes them on the way. */
export function hashed(chunks: Iterable<string>): { chunks: Iterable<Uint8Array>; digest: () => string } {
  const hash = createHash('sha256');
  const pass = function* (): Generator<Uint8Array, void, undefined> {
    for (const chunk of chunks) {
      const bytes = Buffer.from(chunk, 'utf8');
      hash.update(bytes);
      yield bytes;
    }
  };
  return { chunks: pass(), digest: () => hash.digest('hex') };
}
