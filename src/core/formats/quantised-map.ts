import { FormatError } from './format-error';
import { readSafetensors, writeSafetensors, type Safetensors } from './safetensors';

/** The places of points in a map, and a share of 0 to 1 for each. */
export interface PlacedPoints {
  n: number;
  dims: number;
  /** `[n, dims]`; NaN for one without a place. */
  positions: Float32Array;
  /** `[n]`, 0 to 1, or NaN. */
  distortion: Float32Array;
}

/** The values from the least to the greatest coordinate are 0 to 65,534. */
const TOP = 65_534;
const NO_PLACE = 65_535;
/** Shares of 15 neighbours, and of 8, 10, 12 or 16, come back exactly. */
const SHARES = 240;
const NO_SHARE = 255;

/**
 * Writes a map in 2 bytes a coordinate and 1 a share, as a .safetensors file: `range` F32 `[2, dims]`, the least and the
 * greatest coordinate along each axis; `positions` U16 `[n, dims]`, from 0 at the least to 65,534 at the greatest, 65,535
 * for none; `distortion` U8 `[n]` in 240ths, 255 for none. Throws RangeError when the lengths do not agree.
 */
export function writeQuantisedMap(
  { n, dims, positions, distortion }: PlacedPoints,
  metadata: ReadonlyMap<string, string>,
): Uint8Array<ArrayBuffer> {
  const range = new Float32Array(2 * dims);
  const low = range.subarray(0, dims).fill(Infinity);
  const high = range.subarray(dims).fill(-Infinity);
  positions.forEach((value, at) => {
    if (!Number.isFinite(value)) return;
    const axis = at % dims;
    low[axis] = Math.min(low[axis]!, value);
    high[axis] = Math.max(high[axis]!, value);
  });
  range.forEach((end, at) => {
    if (!Number.isFinite(end)) range[at] = 0;
  });
  const places = Uint16Array.from(positions, (value, at) => {
    if (!Number.isFinite(value)) return NO_PLACE;
    const [from, to] = [low[at % dims]!, high[at % dims]!];
    return to > from ? Math.round(((value - from) / (to - from)) * TOP) : 0;
  });
  const shares = Uint8Array.from(distortion, (share) =>
    Number.isNaN(share) ? NO_SHARE : Math.round(Math.min(1, Math.max(0, share)) * SHARES),
  );
  const tensors = new Map([
    ['range', { shape: [2, dims], data: range }],
    ['positions', { shape: [n, dims], data: places }],
    ['distortion', { shape: [n], data: shares }],
  ]);
  return writeSafetensors(tensors, metadata);
}

/** Reads what `writeQuantisedMap` writes, with its metadata. Throws FormatError when it is anything else. */
export function readQuantisedMap(bytes: Uint8Array): PlacedPoints & Pick<Safetensors, 'metadata'> {
  const { tensors, metadata } = readSafetensors(bytes);
  const [range, places, shares] = ['range', 'positions', 'distortion'].map((name) => tensors.get(name));
  const [n = 0, dims = 0] = places?.shape ?? [];
  const shapes = [range, places, shares].map((tensor) => tensor?.shape.join());
  if (range === undefined || places === undefined || shares === undefined) {
    throw new FormatError('It does not hold the range, the positions and the distortion of a map.');
  }
  if (shapes.join(' ') !== [`2,${dims}`, `${n},${dims}`, `${n}`].join(' ')) {
    throw new FormatError('Its range, positions and distortion do not belong together.');
  }
  if (!range.data.every(Number.isFinite)) throw new FormatError('Its range is not finite.');
  const positions = places.data.map((place, at) => {
    const [from, to] = [range.data[at % dims]!, range.data[dims + (at % dims)]!];
    return place > TOP ? Number.NaN : from + (place / TOP) * (to - from);
  });
  const distortion = shares.data.map((share) => (share > SHARES ? Number.NaN : share / SHARES));
  return { n, dims, positions, distortion, metadata };
}
