import { decodeUtf8 } from './utf8';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const MARK = [0xef, 0xbb, 0xbf];

/**
 * The lines of UTF-8 bytes, one after the other, without their ends and a byte order mark: a file of lines may be longer than
 * any text. `what` begins the sentence of the FormatError for bytes that are not UTF-8.
 */
export function* byteLines(bytes: Uint8Array, what: string): Generator<string, void, undefined> {
  let start = MARK.every((byte, i) => bytes[i] === byte) ? MARK.length : 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(LINE_FEED, start);
    const next = found < 0 ? bytes.length : found;
    const end = next > start && bytes[next - 1] === CARRIAGE_RETURN ? next - 1 : next;
    yield decodeUtf8(bytes.subarray(start, end), what);
    start = next + 1;
  }
}
