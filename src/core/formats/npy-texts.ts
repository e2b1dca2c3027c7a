import { FormatError } from './format-error';
import { readNpy, readNpyHeader } from './npy';
import { decodeUtf8 } from './utf8';

/** The highest code point of Unicode. */
const LAST_CODE_POINT = 0x10ffff;

/**
 * The values of a .npy file as texts, each as it is: whole numbers of 64 bits to the last digit, texts (`<U`, and `|S` in
 * UTF-8) without the zeros that NumPy pads them with. `texts` is in C order. Throws FormatError as `readNpy` does, and for
 * arrays of other types or of more than two dimensions.
 */
export function readNpyTexts(bytes: Uint8Array): { shape: readonly number[]; texts: string[] } {
  const { descr, shape, isFortran, start } = readNpyHeader(bytes);
  if (shape.length < 1 || shape.length > 2) {
    throw new FormatError(
      `This .npy file holds an array of shape (${shape.join(', ')}); labels are one column, or one for each name.`,
    );
  }
  const [, order = '', kind = '', digits = ''] = /^([<>|=])([a-zA-Z])(\d+)$/.exec(descr) ?? [];
  const itemBytes = Number(digits) * (kind === 'U' ? 4 : 1);
  const isText = kind === 'U' || kind === 'S';
  if (!isText && !/^[iu]8$/.test(kind + digits)) {
    const { data } = readNpy(bytes);
    const isFlag = descr.endsWith('b1');
    return { shape, texts: Array.from(data, (value) => (isFlag ? String(value !== 0) : String(value))) };
  }
  const n = shape.reduce((a, b) => a * b, 1);
  if (bytes.length - start !== n * itemBytes) {
    throw new FormatError(
      `This .npy file is cut short or too long: its header announces ${n * itemBytes} bytes of data and ${bytes.length - start} follow.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, n * itemBytes);
  const little = order !== '>';
  const texts = Array.from({ length: n }, (_, i) => {
    const at = placeOf(i, shape, isFortran) * itemBytes;
    if (kind === 'U') return utf32(view, at, itemBytes, little);
    if (kind === 'S') return latin(bytes.subarray(start + at, start + at + itemBytes));
    return String(kind === 'i' ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
  });
  return { shape, texts };
}

/** Where the value at `i` in C order stands in the file. */
function placeOf(i: number, [rows, columns = 1]: readonly number[], isFortran: boolean): number {
  return isFortran ? (i % columns) * rows! + Math.floor(i / columns) : i;
}

function utf32(view: DataView, at: number, length: number, little: boolean): string {
  let text = '';
  for (let from = at; from < at + length; from += 4) {
    const code = view.getUint32(from, little);
    if (code === 0) break;
    if (code > LAST_CODE_POINT) throw new FormatError('A text in this .npy file is not Unicode.');
    text += String.fromCodePoint(code);
  }
  return text;
}

function latin(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decodeUtf8(end < 0 ? bytes : bytes.subarray(0, end), 'A text in this .npy file');
}
