import { copyBytes } from './copy-bytes';
import { FormatError } from './format-error';
import { bfloat16ToFloat32, float16 } from './half';
import { tensorOf, type Tensor } from './tensor';
import { decodeUtf8, encodeUtf8 } from './utf8';

export type { Tensor } from './tensor';

/** All that a file holds: tensors by name, in the order of their data, and the free `__metadata__` texts. */
export interface Safetensors {
  tensors: Map<string, Tensor>;
  metadata: Map<string, string>;
}

/** The limit of the reference implementation, which keeps a hostile header from filling the memory. */
const LARGEST_HEADER = 100_000_000;
const LENGTH_BYTES = 8;
type Read = (buffer: ArrayBuffer) => Pick<Tensor, 'data' | 'exact'>;

/** How the types are read. */
const TYPES: ReadonlyMap<string, { bytes: number; read: Read }> = new Map([
  ['F64', { bytes: 8, read: (buffer) => tensorOf(new Float64Array(buffer)) }],
  ['F32', { bytes: 4, read: (buffer) => tensorOf(new Float32Array(buffer)) }],
  ['F16', { bytes: 2, read: (buffer) => tensorOf(Float32Array.from(new Uint16Array(buffer), float16)) }],
  ['BF16', { bytes: 2, read: (buffer) => tensorOf(bfloat16ToFloat32(new Uint16Array(buffer))) }],
  ['I64', { bytes: 8, read: (buffer) => tensorOf(new BigInt64Array(buffer)) }],
  ['U64', { bytes: 8, read: (buffer) => tensorOf(new BigUint64Array(buffer)) }],
  ['I32', { bytes: 4, read: (buffer) => tensorOf(new Int32Array(buffer)) }],
  ['U32', { bytes: 4, read: (buffer) => tensorOf(new Uint32Array(buffer)) }],
  ['I16', { bytes: 2, read: (buffer) => tensorOf(Float32Array.from(new Int16Array(buffer))) }],
  ['U16', { bytes: 2, read: (buffer) => tensorOf(Float32Array.from(new Uint16Array(buffer))) }],
  ['I8', { bytes: 1, read: (buffer) => tensorOf(Float32Array.from(new Int8Array(buffer))) }],
  ['U8', { bytes: 1, read: (buffer) => tensorOf(Float32Array.from(new Uint8Array(buffer))) }],
  ['BOOL', { bytes: 1, read: (buffer) => tensorOf(Float32Array.from(new Uint8Array(buffer))) }],
]);

/** A tensor as it is written: F32, U16 or U8, as its numbers are. */
export interface WrittenTensor {
  shape: readonly number[];
  data: Float32Array | Uint16Array | Uint8Array;
}

/**
 * A .safetensors file (https://github.com/huggingface/safetensors#format) of these tensors in the given order,
 * its header padded with spaces to 8 bytes. Throws RangeError when a shape and the length of its data disagree
 * or a tensor is named `__metadata__`.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, WrittenTensor>,
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array<ArrayBuffer> {
  const members: string[] = [];
  // Members are joined by hand because an object would put names like "0" before all others.
  const add = (name: string, value: object): void => {
    members.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  };
  if (metadata.size > 0) add('__metadata__', Object.fromEntries(metadata));
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    if (name === '__metadata__') throw new RangeError('A tensor cannot be named "__metadata__".');
    if (shape.reduce((a, b) => a * b, 1) !== data.length) {
      throw new RangeError(
        `The shape [${shape.join(', ')}] of "${name}" does not hold ${data.length} numbers.`,
      );
    }
    add(name, { dtype: dtypeOf(data), shape, data_offsets: [end, end + data.byteLength] });
    end += data.byteLength;
  }
  const json = encodeUtf8(`{${members.join(',')}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(json, LENGTH_BYTES);
  bytes.fill(0x20, LENGTH_BYTES + json.length, LENGTH_BYTES + headerLength);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

function dtypeOf(data: WrittenTensor['data']): string {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Uint16Array ? 'U16' : 'U8';
}

/**
 * Reads a .safetensors file of the types above into float32 copies. Throws FormatError
 * when it is cut short, lies about its lengths, has tensors that overlap or leave gaps, or of another type.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { header, start } = readHeader(bytes);
  const metadata = new Map<string, string>();
  const entries: TensorEntry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') readMetadata(value, metadata);
    else entries.push(readEntry(name, value));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCover(entries, bytes.length - start);
  const tensors = new Map<string, Tensor>();
  for (const { name, read, shape, begin, end } of entries) {
    tensors.set(name, { shape, ...read(copyBytes(bytes, start + begin, start + end)) });
  }
  return { tensors, metadata };
}

interface TensorEntry {
  name: string;
  read: Read;
  shape: number[];
  begin: number;
  end: number;
}

function readHeader(bytes: Uint8Array): { header: object; start: number } {
  if (bytes.length < LENGTH_BYTES) {
    throw new FormatError('This is not a .safetensors file: it has fewer than 8 bytes.');
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER)) {
    throw new FormatError(`This is not a .safetensors file: it announces a header of ${length} bytes.`);
  }
  const start = LENGTH_BYTES + Number(length);
  if (bytes.length < start) {
    throw new FormatError('This .safetensors file is cut short: its header is not all there.');
  }
  const text = decodeUtf8(bytes.subarray(LENGTH_BYTES, start), 'The header of this .safetensors file');
  const header = parseJson(text);
  if (!isObject(header)) throw new FormatError('The header of this .safetensors file is not a JSON object.');
  return { header, start };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError('The header of this .safetensors file is not JSON.', { cause });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readMetadata(value: unknown, into: Map<string, string>): void {
  if (!isObject(value))
    throw new FormatError('The "__metadata__" of this .safetensors file is not a JSON object.');
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new FormatError(`The metadata "${key}" of this .safetensors file is not a text.`);
    }
    into.set(key, text);
  }
}

function readEntry(name: string, value: unknown): TensorEntry {
  if (!isObject(value) || !('dtype' in value) || !('shape' in value) || !('data_offsets' in value)) {
    throw new FormatError(`The tensor "${name}" is not described by a type, a shape and offsets.`);
  }
  const { dtype, shape, data_offsets: offsets } = value;
  const type = typeof dtype === 'string' ? TYPES.get(dtype) : undefined;
  if (type === undefined) {
    throw new FormatError(
      `The tensor "${name}" has type ${String(dtype)}; F64, F32, F16, BF16, whole numbers and BOOL can be read.`,
    );
  }
  if (!isCounts(shape))
    throw new FormatError(`The shape of the tensor "${name}" is not a list of whole numbers.`);
  const [begin, end, ...noMore] = isCounts(offsets) ? offsets : [];
  if (begin === undefined || end === undefined || noMore.length > 0 || end < begin) {
    throw new FormatError(`The offsets of the tensor "${name}" are not a start and an end.`);
  }
  const wanted = shape.reduce((a, b) => a * b, type.bytes);
  if (end - begin !== wanted) {
    throw new FormatError(
      `The tensor "${name}" of shape [${shape.join(', ')}] needs ${wanted} bytes and its offsets give ${end - begin}.`,
    );
  }
  return { name, read: type.read, shape, begin, end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n: unknown) => Number.isSafeInteger(n) && Number(n) >= 0);
}

/** As in the reference implementation the tensors, in order, must cover each byte of the data exactly once. */
function checkCover(entries: readonly TensorEntry[], dataBytes: number): void {
  let covered = 0;
  for (const { name, begin, end } of entries) {
    if (end > dataBytes) {
      throw new FormatError(
        `This .safetensors file is cut short: the tensor "${name}" ends after the end of the file.`,
      );
    }
    if (begin < covered)
      throw new FormatError(`The tensor "${name}" overlaps another in this .safetensors file.`);
    if (begin > covered)
      throw new FormatError(`There is a gap before the tensor "${name}" in this .safetensors file.`);
    covered = end;
  }
  if (covered !== dataBytes) {
    throw new FormatError(
      `This .safetensors file has ${dataBytes - covered} bytes that belong to no tensor.`,
    );
  }
}
