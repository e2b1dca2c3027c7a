import { UserError } from '../../contract/errors';
import type { Embedding, LatentMap } from '../../contract/space';
import { placeInMap, type PlacedVectors } from './place-in-map';

const AT_A_TIME = 32;

/** Places points `[count, d]` as `placeInMap` does, a part at a time, so that the engine goes on answering. */
export async function placeMany(
  points: Float32Array,
  count: number,
  map: PlacedVectors,
  signal: AbortSignal,
): Promise<Float32Array> {
  const placed = new Float32Array(count * map.dims);
  for (let start = 0; start < count; start += AT_A_TIME) {
    signal.throwIfAborted();
    const part = Math.min(AT_A_TIME, count - start);
    const vectors = points.subarray(start * map.d, (start + part) * map.d);
    placed.set(placeInMap(vectors, part, map), start * map.dims);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return placed;
}

/**
 * A map in which images without a place (NaN) stand at those of their nearest, which is said in its notes. Throws
 * UserError when none has a place, and the signal's reason.
 */
export async function withAllPlaced(
  map: LatentMap,
  { n, latent, mu }: Pick<Embedding, 'n' | 'latent' | 'mu'>,
  signal: AbortSignal,
): Promise<LatentMap> {
  const { dims } = map;
  const has = (row: number): boolean => !Number.isNaN(map.positions[row * dims]);
  const rows = Array.from({ length: n }, (_, row) => row);
  const [known, rest] = [rows.filter(has), rows.filter((row) => !has(row))];
  if (rest.length === 0) return map;
  if (known.length === 0) throw new UserError('No image has a place in this map: lay it out again.');
  const among = {
    vectors: chosen(mu, latent, known),
    n: known.length,
    d: latent,
    positions: chosen(map.positions, dims, known),
    dims,
  };
  const placed = await placeMany(chosen(mu, latent, rest), rest.length, among, signal);
  const positions = map.positions.slice();
  rest.forEach((row, i) => positions.set(placed.subarray(i * dims, (i + 1) * dims), row * dims));
  const note = `${rest.length} images had no place in this map and stand at the places of their nearest neighbours. Lay it out again to place all of them together.`;
  return { ...map, positions, notes: [...map.notes, note] };
}

function chosen(values: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const found = new Float32Array(rows.length * width);
  rows.forEach((row, i) => found.set(values.subarray(row * width, (row + 1) * width), i * width));
  return found;
}
