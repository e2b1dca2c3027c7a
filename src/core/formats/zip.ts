import { FormatError } from './format-error';
import { decodeUtf8 } from './utf8';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
/** How a file in an archive is kept: as it is, or compressed with DEFLATE. */
export const STORED = 0;
export const DEFLATED = 8;

/** A file in an archive: `bytes` as they are kept there, and how many they are said to be when they are unpacked. */
export interface ZipEntry {
  method: number;
  size: number;
  bytes: Uint8Array;
}

/**
 * The files in a ZIP archive (PKWARE's APPNOTE 6.3, without ZIP64), as views into it; nothing is unpacked. `writer` says
 * what should have written it. Throws FormatError when it is none, or is cut short.
 */
export function readZip(bytes: Uint8Array, writer: string): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readFiles(bytes, view, endOf(view, writer));
  } catch (error) {
    if (error instanceof RangeError) throw cutShort();
    throw error;
  }
}

/** `readZip` of an archive whose files are stored as they are. Throws FormatError also when one is compressed. */
export function readStoredZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const files = readZip(bytes, 'torch.save has written since PyTorch 1.6');
  return new Map(
    [...files].map(([name, entry]) => {
      if (entry.method !== STORED)
        throw new FormatError(`${name} in this archive is compressed, as torch.save has none.`);
      return [name, entry.bytes];
    }),
  );
}

/** Where the record at the end begins: before a comment of unknown length. */
function endOf(view: DataView, writer: string): number {
  if (view.byteLength < 4 || view.getUint32(0, true) !== LOCAL) {
    throw new FormatError(`It is no ZIP archive, as ${writer}: save it again.`);
  }
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw cutShort();
}

function readFiles(bytes: Uint8Array, view: DataView, end: number): Map<string, ZipEntry> {
  const files = new Map<string, ZipEntry>();
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (view.getUint32(at, true) !== CENTRAL) throw cutShort();
    const [method, held, size] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 24, true),
    ];
    const nameBytes = view.getUint16(at + 28, true);
    const name = decodeUtf8(bytes.subarray(at + 46, at + 46 + nameBytes), 'A name in this archive');
    const local = view.getUint32(at + 42, true);
    if (view.getUint32(local, true) !== LOCAL) throw cutShort();
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + held > bytes.length) throw cutShort();
    files.set(name, { method, size, bytes: bytes.subarray(start, start + held) });
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

function cutShort(): FormatError {
  return new FormatError('This archive is cut short or damaged.');
}
