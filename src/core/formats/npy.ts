import { copyBytes } from './copy-bytes';
import { FormatError } from './format-error';
import { float16 } from './half';
import { tensorOf, type Tensor } from './tensor';
import { decodeUtf8, encodeUtf8 } from './utf8';

/** The types this app writes. Of the others that are read, small whole numbers become int32, half precision float32, and the rest float64. */
export type NpyData = Float32Array | Float64Array | Int32Array | Uint8Array;

/** An array of 1 to 4 dimensions in C order. */
export interface NpyArray {
  shape: readonly number[];
  data: NpyData;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MOST_DIMENSIONS = 4;
/** NumPy aligns the data to this many bytes, so that a file can be mapped into memory. */
const ALIGNMENT = 64;

type RawData = NpyData | BigInt64Array | BigUint64Array;

/** How the types are read, by the part of their `descr` after the byte order, from little-endian bytes. */
const TYPES: ReadonlyMap<string, { bytes: number; read: (buffer: ArrayBuffer) => RawData }> = new Map<
  string,
  { bytes: number; read: (buffer: ArrayBuffer) => RawData }
>([
  ['f2', { bytes: 2, read: (buffer) => Float32Array.from(new Uint16Array(buffer), float16) }],
  ['f4', { bytes: 4, read: (buffer) => new Float32Array(buffer) }],
  ['f8', { bytes: 8, read: (buffer) => new Float64Array(buffer) }],
  ['i1', { bytes: 1, read: (buffer) => Int32Array.from(new Int8Array(buffer)) }],
  ['i2', { bytes: 2, read: (buffer) => Int32Array.from(new Int16Array(buffer)) }],
  ['i4', { bytes: 4, read: (buffer) => new Int32Array(buffer) }],
  ['i8', { bytes: 8, read: (buffer) => new BigInt64Array(buffer) }],
  ['u1', { bytes: 1, read: (buffer) => new Uint8Array(buffer) }],
  ['u2', { bytes: 2, read: (buffer) => Int32Array.from(new Uint16Array(buffer)) }],
  ['u4', { bytes: 4, read: (buffer) => Float64Array.from(new Uint32Array(buffer)) }],
  ['u8', { bytes: 8, read: (buffer) => new BigUint64Array(buffer) }],
  ['b1', { bytes: 1, read: (buffer) => new Uint8Array(buffer) }],
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
 * Reads a .npy file of version 1.0, 2.0 or 3.0 into a copy of its data in C order, whatever its byte order and its own
 * order. Throws FormatError for anything that is not an array of a type above, with 1 to 4 dimensions, whole to the
 * byte, and for a whole number that a JavaScript number cannot hold.
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const { shape, data } = readRaw(bytes);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array)
    return { shape, data: Float64Array.from(data as Iterable<bigint>, exactNumber) };
  return { shape, data };
}

/** `readNpy`, with the file's own numbers beside their float32, however large they are. Throws as `readNpy` does for all else. */
export function readNpyTensor(bytes: Uint8Array): Tensor {
  const { shape, data } = readRaw(bytes);
  return { shape, ...tensorOf(data) };
}

function readRaw(bytes: Uint8Array): { shape: readonly number[]; data: RawData } {
  const { start, read, itemBytes, shape, isBigEndian, isFortran } = parseHeader(bytes);
  const wanted = product(shape) * itemBytes;
  const found = bytes.length - start;
  if (found !== wanted) {
    const how = found < wanted ? 'is cut short' : 'is too long';
    throw new FormatError(
      `This .npy file ${how}: its header announces ${wanted} bytes of data and ${found} follow.`,
    );
  }
  const buffer = copyBytes(bytes, start, bytes.length);
  if (isBigEndian) swapBytes(new Uint8Array(buffer), itemBytes);
  const data = read(buffer);
  return { shape, data: isFortran ? inCOrder(data, shape) : data };
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

/** What the header of a .npy file says: its type, its shape, and where the data begin. */
export interface NpyHeader {
  /** As NumPy writes it: `<f4`, `|u1`, `<U12`. */
  descr: string;
  shape: number[];
  isFortran: boolean;
  start: number;
}

/**
 * Reads the header alone, of which `bytes` need to hold no more. Throws FormatError when it is none, or does not describe one
 * plain array.
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  const { text, start } = readHeader(bytes);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)\b/.exec(text)?.[1];
  const tuple = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || tuple === undefined) {
    throw new FormatError('The header of this .npy file does not describe one plain array of numbers.');
  }
  if (descr.endsWith('O')) {
    throw new FormatError(
      'This .npy file holds pickled Python objects, which are never run: save an array of numbers.',
    );
  }
  const shape = tuple
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  return { descr, shape, isFortran: order === 'True' && shape.length > 1, start };
}

interface Header {
  start: number;
  read: (buffer: ArrayBuffer) => RawData;
  itemBytes: number;
  shape: number[];
  isBigEndian: boolean;
  isFortran: boolean;
}

function parseHeader(bytes: Uint8Array): Header {
  const { descr, shape, isFortran, start } = readNpyHeader(bytes);
  const known = /^[<>|=]/.test(descr) ? TYPES.get(descr.slice(1)) : undefined;
  if (known === undefined) {
    throw new FormatError(
      `This .npy file holds values of type "${descr}"; whole numbers, booleans, float16, float32 and float64 can be read.`,
    );
  }
  if (shape.length < 1 || shape.length > MOST_DIMENSIONS) {
    throw new FormatError(
      `This .npy file has ${shape.length} dimensions; 1 to ${MOST_DIMENSIONS} can be read.`,
    );
  }
  if (
    !Number.isSafeInteger(product(shape) * known.bytes) ||
    shape.some((side) => !Number.isSafeInteger(side))
  ) {
    throw new FormatError(`The shape (${shape.join(', ')}) of this .npy file is larger than any file.`);
  }
  return {
    start,
    read: known.read,
    itemBytes: known.bytes,
    shape,
    isBigEndian: descr.startsWith('>'),
    isFortran,
  };
}

function swapBytes(bytes: Uint8Array, itemBytes: number): void {
  for (let at = 0; at < bytes.length; at += itemBytes) bytes.subarray(at, at + itemBytes).reverse();
}

/** Numbers whose first index runs fastest, in the order in which the last one does. */
function inCOrder<A extends RawData>(data: A, shape: readonly number[]): A {
  const turned = data.slice() as A;
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) => product(shape.slice(0, axis)));
  for (let to = 0; to < turned.length; to++) {
    let from = 0;
    for (let axis = 0; axis < index.length; axis++) from += index[axis]! * strides[axis]!;
    turned[to] = data[from]!;
    for (let axis = index.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0;
  }
  return turned;
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
