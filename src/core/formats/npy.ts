import { copyBytes } from './copy-bytes';
import { FormatError } from './format-error';
import { decodeUtf8, encodeUtf8 } from './utf8';

/** The types this app writes. `int64` is only read, into whole numbers of a Float64Array. */
export type NpyData = Float32Array | Float64Array | Int32Array | Uint8Array;
export type NpyType = 'float32' | 'float64' | 'int32' | 'int64' | 'uint8';

/** An array of 1 to 4 dimensions in C order. */
export interface NpyArray {
  shape: readonly number[];
  type: NpyType;
  data: NpyData;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MOST_DIMENSIONS = 4;
/** NumPy aligns the data to this many bytes, so that a file can be mapped into memory. */
const ALIGNMENT = 64;

/** `descr` of each type; the data are little-endian, as every machine that runs this app is. */
const TYPES: ReadonlyMap<string, { type: NpyType; bytes: number }> = new Map([
  ['<f4', { type: 'float32', bytes: 4 }],
  ['<f8', { type: 'float64', bytes: 8 }],
  ['<i4', { type: 'int32', bytes: 4 }],
  ['<i8', { type: 'int64', bytes: 8 }],
  ['|u1', { type: 'uint8', bytes: 1 }],
  ['<u1', { type: 'uint8', bytes: 1 }],
]);

/**
 * A .npy file, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 * Throws RangeError when the shape and the length of the data disagree.
 */
export function writeNpy({
  shape,
  data,
}: {
  shape: readonly number[];
  data: NpyData;
}): Uint8Array<ArrayBuffer> {
  if (
    shape.length < 1 ||
    shape.length > MOST_DIMENSIONS ||
    shape.some((s) => !Number.isSafeInteger(s) || s < 0)
  ) {
    throw new RangeError(`An array of shape [${shape.join(', ')}] cannot be written as .npy.`);
  }
  if (product(shape) !== data.length) {
    throw new RangeError(`The shape [${shape.join(', ')}] does not hold ${data.length} numbers.`);
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${descrOf(data)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const prefix = MAGIC.length + 4;
  const start = Math.ceil((prefix + dictionary.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = encodeUtf8(`${dictionary.padEnd(start - prefix - 1)}\n`);
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set([...MAGIC, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(header, prefix);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}

/**
 * Reads a .npy file of version 1.0, 2.0 or 3.0 into a copy of its data. Throws FormatError for anything that is
 * not a little-endian array in C order of a type above, with 1 to 4 dimensions, whole to the byte, and for an
 * int64 that a JavaScript number cannot hold.
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { text, start } = readHeader(bytes);
  const { type, itemBytes, shape } = parseHeader(text);
  const length = product(shape);
  const wanted = length * itemBytes;
  const found = bytes.length - start;
  if (found !== wanted) {
    const how = found < wanted ? 'is cut short' : 'is too long';
    throw new FormatError(
      `This .npy file ${how}: its header announces ${wanted} bytes of data and ${found} follow.`,
    );
  }
  return { shape, type, data: viewAs(type, copyBytes(bytes, start, bytes.length), length) };
}

/** `readNpy`, the numbers as float32 whatever their type. Throws as `readNpy` does. */
export function readNpyFloat32(bytes: Uint8Array): { shape: readonly number[]; data: Float32Array } {
  const { shape, data } = readNpy(bytes);
  return { shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
}

function readHeader(bytes: Uint8Array): { text: string; start: number } {
  if (bytes.length < MAGIC.length + 2 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FormatError('This is not a .npy file: it does not begin with "\\x93NUMPY".');
  }
  const version = bytes[MAGIC.length]!;
  if (version < 1 || version > 3 || bytes[MAGIC.length + 1] !== 0) {
    throw new FormatError(
      `This .npy file has version ${version}.${bytes[MAGIC.length + 1]}; 1.0, 2.0 and 3.0 can be read.`,
    );
  }
  const lengthBytes = version === 1 ? 2 : 4;
  let start = MAGIC.length + 2 + lengthBytes;
  if (bytes.length < start) throw new FormatError('This .npy file is cut short: its header is not there.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (bytes.length < start + length) {
    throw new FormatError('This .npy file is cut short: its header is not all there.');
  }
  const text = decodeUtf8(bytes.subarray(start, start + length), 'The header of this .npy file');
  start += length;
  return { text, start };
}

function parseHeader(text: string): { type: NpyType; itemBytes: number; shape: number[] } {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)\b/.exec(text)?.[1];
  const tuple = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || tuple === undefined) {
    throw new FormatError('The header of this .npy file does not describe one plain array of numbers.');
  }
  const known = TYPES.get(descr);
  if (known === undefined) {
    throw new FormatError(
      `This .npy file holds numbers of type "${descr}"; little-endian float32, float64, int32, int64 and uint8 can be read.`,
    );
  }
  const shape = tuple
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  if (shape.length < 1 || shape.length > MOST_DIMENSIONS) {
    throw new FormatError(
      `This .npy file has ${shape.length} dimensions; 1 to ${MOST_DIMENSIONS} can be read.`,
    );
  }
  if (
    !Number.isSafeInteger(product(shape) * known.bytes) ||
    shape.some((side) => !Number.isSafeInteger(side))
  ) {
    throw new FormatError(`The shape (${tuple}) of this .npy file is larger than any file.`);
  }
  if (order === 'True' && shape.length > 1) {
    throw new FormatError('This .npy file is in Fortran order; save it with numpy.ascontiguousarray first.');
  }
  return { type: known.type, itemBytes: known.bytes, shape };
}

function viewAs(type: NpyType, buffer: ArrayBuffer, length: number): NpyData {
  switch (type) {
    case 'float32':
      return new Float32Array(buffer, 0, length);
    case 'float64':
      return new Float64Array(buffer, 0, length);
    case 'int32':
      return new Int32Array(buffer, 0, length);
    case 'uint8':
      return new Uint8Array(buffer, 0, length);
    case 'int64':
      return Float64Array.from(new BigInt64Array(buffer, 0, length), exactNumber);
  }
}

function exactNumber(whole: bigint): number {
  const number = Number(whole);
  if (!Number.isSafeInteger(number)) {
    throw new FormatError(
      `This .npy file holds the whole number ${whole}, which is too large to be read exactly.`,
    );
  }
  return number;
}

function descrOf(data: NpyData): string {
  if (data instanceof Float32Array) return '<f4';
  if (data instanceof Float64Array) return '<f8';
  return data instanceof Int32Array ? '<i4' : '|u1';
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
