import { float16 } from '../../core/formats/half';
import { Refusal } from './refusal';
import type { Samples } from './samples';

/** How the numbers of a page are written. */
export interface NumberKind {
  bits: number;
  type: 'whole' | 'signed' | 'float';
  littleEndian: boolean;
}

interface BlockSize {
  width: number;
  rows: number;
  each: number;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Undoes the differences between neighbours (TIFF 6.0, section 14; technical note 3 for floating point). */
export function undoPredictor(
  bytes: Uint8Array,
  predictor: number,
  kind: NumberKind,
  size: BlockSize,
): { bytes: Uint8Array; kind: NumberKind } {
  if (predictor === 1) return { bytes, kind };
  if (predictor === 2 && [8, 16, 32].includes(kind.bits)) return { bytes: summed(bytes, kind, size), kind };
  if (predictor === 3 && kind.type === 'float')
    return { bytes: gathered(bytes, kind, size), kind: { ...kind, littleEndian: false } };
  throw new Refusal(
    `it is a TIFF image with predictor ${predictor}, ${kind.bits} bits, of a kind that is not read`,
    true,
  );
}

function summed(
  bytes: Uint8Array,
  { bits, littleEndian }: NumberKind,
  { width, rows, each }: BlockSize,
): Uint8Array {
  const out = new Uint8Array(bytes);
  const data = view(out);
  const step = bits / 8;
  for (let row = 0; row < rows; row++) {
    const start = row * width * each * step;
    for (let at = start + each * step; at < start + width * each * step; at += step) {
      const before = at - each * step;
      if (step === 1) out[at] = out[at]! + out[before]!;
      else if (step === 2)
        data.setUint16(
          at,
          data.getUint16(at, littleEndian) + data.getUint16(before, littleEndian),
          littleEndian,
        );
      else
        data.setUint32(
          at,
          data.getUint32(at, littleEndian) + data.getUint32(before, littleEndian),
          littleEndian,
        );
    }
  }
  return out;
}

/** A row's bytes are summed, and then hold all highest bytes, all second highest, and so on. */
function gathered(bytes: Uint8Array, { bits }: NumberKind, { width, rows, each }: BlockSize): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const [step, count] = [bits / 8, width * each];
  for (let row = 0; row < rows; row++) {
    const line = bytes.slice(row * count * step, (row + 1) * count * step);
    for (let i = each; i < line.length; i++) line[i] = line[i]! + line[i - each]!;
    for (let i = 0; i < count; i++)
      for (let byte = 0; byte < step; byte++) out[(row * count + i) * step + byte] = line[byte * count + i]!;
  }
  return out;
}

/** The numbers of `rows` rows, each of which begins at a byte of its own. */
export function unpackNumbers(
  bytes: Uint8Array,
  kind: NumberKind,
  {
    numbers,
    rows,
    room,
  }: { numbers: number; rows: number; room: (kind: NumberKind, length: number) => Samples['values'] },
): Samples['values'] {
  const { bits, type } = kind;
  if (bits === 8 && type === 'whole') return bytes;
  const out = room(kind, numbers * rows);
  if (bits % 8 !== 0) return unpackBits(bytes, bits, { numbers, rows, out });
  const read = readerOf(view(bytes), kind);
  const step = bits / 8;
  for (let i = 0; i < out.length; i++) out[i] = read(i * step);
  return out;
}

function readerOf(data: DataView, { bits, type, littleEndian }: NumberKind): (at: number) => number {
  if (type === 'float') {
    if (bits === 16) return (at) => float16(data.getUint16(at, littleEndian));
    return bits === 32
      ? (at) => data.getFloat32(at, littleEndian)
      : (at) => data.getFloat64(at, littleEndian);
  }
  if (type === 'signed') {
    if (bits === 8) return (at) => data.getInt8(at);
    if (bits === 64) return (at) => Number(data.getBigInt64(at, littleEndian));
    return bits === 16 ? (at) => data.getInt16(at, littleEndian) : (at) => data.getInt32(at, littleEndian);
  }
  if (bits === 16) return (at) => data.getUint16(at, littleEndian);
  if (bits === 32) return (at) => data.getUint32(at, littleEndian);
  if (bits === 64) return (at) => Number(data.getBigUint64(at, littleEndian));
  const [low, high] = littleEndian ? [0, 2] : [2, 0];
  return (at) => data.getUint8(at + low) + 256 * data.getUint8(at + 1) + 65_536 * data.getUint8(at + high);
}

/** Numbers of 1 to 14 bits, the highest bit first. */
function unpackBits(
  bytes: Uint8Array,
  bits: number,
  { numbers, rows, out }: { numbers: number; rows: number; out: Samples['values'] },
): Samples['values'] {
  const rowBytes = Math.ceil((numbers * bits) / 8);
  for (let row = 0, to = 0; row < rows; row++) {
    let at = row * rowBytes;
    let [held, buffer] = [0, 0];
    for (let i = 0; i < numbers; i++) {
      while (held < bits) {
        buffer = ((buffer << 8) | bytes[at++]!) & 0xffffff;
        held += 8;
      }
      out[to++] = (buffer >> (held - bits)) & ((1 << bits) - 1);
      held -= bits;
    }
  }
  return out;
}
