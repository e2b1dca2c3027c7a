import type { Embedding, EmbeddingColumn, LatentMap } from '../../contract/space';
import type { EmbeddingTable } from '../../core/formats/embedding-table';

/** What a table says of an embedding; labels, files and the map are left out as a whole when there are none. */
export function tableOf(embedding: Embedding, map: LatentMap | null): EmbeddingTable {
  const { n, latent, mu, logvar, bce, kl, labels, labelNames, files, columns } = embedding;
  const labelled = labels.some((label) => label >= 0);
  const measured = map?.n === n && !map.distortion.every(Number.isNaN);
  return {
    n,
    latent,
    split: embedding.splits?.every((split) => split === '') === true ? undefined : splitsOf(embedding),
    label: labelled ? labels : undefined,
    labelNames: labelled ? labelNames : undefined,
    file: files.length === n ? files : undefined,
    other: columns?.filter((column) => !isInMap(column, map)),
    mu,
    logvar: known(logvar),
    map: map?.n === n ? map.positions : undefined,
    dims: map?.dims,
    bce: known(bce),
    kl: known(kl),
    distortion: measured ? map.distortion : undefined,
  };
}

/** Vectors from elsewhere come without errors and variances: then all of them are NaN. */
function known(values: Float32Array): Float32Array | undefined {
  return values.length > 0 && values.every(Number.isNaN) ? undefined : values;
}

/** Whether a column is the places that the map has: those that came with the vectors, for as long as they are its own. */
function isInMap(column: EmbeddingColumn, map: LatentMap | null): boolean {
  const axis = ['x', 'y', 'z'].indexOf(column.name.toLowerCase());
  if (column.kind !== 'number' || map === null || axis < 0 || axis >= map.dims) return false;
  return column.values.every((value, row) => value === map.positions[row * map.dims + axis]);
}

/** What each image is of: `train` or `test`, or as the data names it; empty where it does not say. */
export function splitsOf({ isTest, splits }: Embedding): string[] {
  if (splits !== undefined) return splits;
  return Array.from(isTest, (test) => (test === 1 ? 'test' : 'train'));
}
