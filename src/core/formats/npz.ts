import { Inflate } from 'fflate';
import { FormatError } from './format-error';
import { readNpyHeader, type NpyHeader } from './npy';
import { DEFLATED, readZip, STORED, type ZipEntry } from './zip';

/** An array in an archive: what its header says, and the way to all its bytes, of which a part may be compressed. */
export interface NpzArray extends NpyHeader {
  /** The whole .npy file. Throws FormatError when it is not as long as the archive says, or is no plain array (`descr` is empty then). */
  read: () => Uint8Array;
}

/** Arrays of an archive unpack to no more than this, all of them together. */
const MOST_BYTES = 2 ** 31;
/** A header of NumPy's is 128 bytes, and with a structured type a few thousand. */
const HEADER_BYTES = 65_536;
/** So much compressed data is inflated at a time: at most a thousand times as much comes of it. */
const CHUNK_BYTES = 16_384;

/**
 * The arrays in a .npz file (`numpy.savez`, `numpy.savez_compressed`) by their names, their headers read and nothing else
 * unpacked. Throws FormatError when it is no such file, is cut short, or says that it unpacks to more than 2 GiB.
 */
export function readNpz(bytes: Uint8Array): Map<string, NpzArray> {
  const entries = [...readZip(bytes, 'numpy.savez writes one')];
  const total = entries.reduce((sum, [, { size }]) => sum + size, 0);
  if (total > MOST_BYTES) {
    throw new FormatError(
      `It unpacks to ${(total / 2 ** 30).toFixed(1)} GiB, more than can be read at once: save its arrays apart.`,
    );
  }
  const arrays = new Map<string, NpzArray>();
  for (const [name, entry] of entries) {
    if (!name.endsWith('.npy')) continue;
    if (entry.method !== STORED && entry.method !== DEFLATED)
      throw new FormatError(`${name} in it is compressed in a way that NumPy does not use.`);
    arrays.set(name.slice(0, -'.npy'.length), arrayOf(entry, name));
  }
  if (arrays.size === 0) throw new FormatError('It holds no arrays, as numpy.savez writes them.');
  return arrays;
}

function arrayOf(entry: ZipEntry, name: string): NpzArray {
  const start = unpacked(entry, name, Math.min(entry.size, HEADER_BYTES));
  let header: NpyHeader;
  try {
    header = readNpyHeader(start);
  } catch (error) {
    // It costs itself alone: the others may be all that is wanted.
    return {
      ...UNREAD,
      read: () => {
        throw error;
      },
    };
  }
  checkLength(name, header, entry.size);
  return { ...header, read: () => unpacked(entry, name, entry.size) };
}

const UNREAD: NpyHeader = { descr: '', shape: [], isFortran: false, start: 0 };

/** What a header announces is known before anything of it is unpacked. */
function checkLength(name: string, { descr, shape, start }: NpyHeader, size: number): void {
  const digits = Number(/(?<!\d)\d+$/.exec(descr)?.[0] ?? Number.NaN);
  const itemBytes = digits * (/U\d+$/.test(descr) ? 4 : 1);
  const wanted = start + shape.reduce((a, b) => a * b, 1) * itemBytes;
  if (Number.isFinite(itemBytes) && wanted !== size) {
    throw new FormatError(
      `${name} in it announces ${wanted - start} bytes of data, and the archive has ${size - start}.`,
    );
  }
}

/** The first `length` bytes of a file; of a whole one no byte more may come. */
function unpacked({ method, size, bytes }: ZipEntry, name: string, length: number): Uint8Array {
  if (method === STORED) {
    if (bytes.length !== size) throw damaged(name);
    return bytes.subarray(0, length);
  }
  const out = new Uint8Array(length);
  const isWhole = length === size;
  const state = { filled: 0, isTooLong: false };
  const inflate = new Inflate((chunk) => {
    const room = length - state.filled;
    state.isTooLong ||= chunk.length > room;
    out.set(chunk.subarray(0, room), state.filled);
    state.filled += Math.min(room, chunk.length);
  });
  for (let at = 0; at < bytes.length && !state.isTooLong; at += CHUNK_BYTES) {
    if (state.filled === length && !isWhole) break;
    try {
      inflate.push(bytes.subarray(at, at + CHUNK_BYTES), at + CHUNK_BYTES >= bytes.length);
    } catch (error) {
      throw new FormatError(`${name} in it is damaged.`, { cause: error });
    }
  }
  if (state.filled < length || (isWhole && state.isTooLong)) throw damaged(name);
  return out;
}

function damaged(name: string): FormatError {
  return new FormatError(`${name} in it does not unpack to the length that the archive says.`);
}
