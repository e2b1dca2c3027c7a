import { FormatError } from './format-error';

/** Unsigned bytes in C order: labels `[n]` or images `[n, rows, columns]`. `data` shares memory with the file's bytes. */
export interface IdxArray {
  shape: readonly number[];
  data: Uint8Array;
}

/** The two kinds of file that MNIST and its relatives consist of: the first word, and how many sizes follow it. */
const KINDS: ReadonlyMap<number, number> = new Map([
  [2049, 1],
  [2051, 3],
]);

/**
 * Reads an (unpacked) IDX file of labels or images (LeCun's page on MNIST). Throws FormatError when it is
 * neither, or when its length is not what its sizes say.
 */
export function readIdx(bytes: Uint8Array): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) throw new FormatError('This is not an IDX file: it has fewer than 4 bytes.');
  const magic = view.getUint32(0);
  const dimensions = KINDS.get(magic);
  if (dimensions === undefined) {
    const packed = magic >>> 16 === 0x1f8b ? ' It is still packed with gzip.' : '';
    throw new FormatError(
      `This is not an IDX file of labels (2049) or images (2051): it begins with ${magic}.${packed}`,
    );
  }
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) throw new FormatError('This IDX file is cut short: its sizes are not all there.');
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const wanted = shape.reduce((a, b) => a * b, 1);
  const found = bytes.length - start;
  if (found !== wanted) {
    const how = found < wanted ? 'is cut short' : 'is too long';
    throw new FormatError(
      `This IDX file ${how}: its sizes, ${shape.join(' x ')}, announce ${wanted} bytes and ${found} follow.`,
    );
  }
  return { shape, data: bytes.subarray(start) };
}
