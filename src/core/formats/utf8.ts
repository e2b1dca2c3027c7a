import { FormatError } from './format-error';

// Every runtime of this app has these two, but the language's own library, all that core is compiled against,
// does not name them.
declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new (
  label: 'utf-8' | 'utf-16le' | 'utf-16be',
  options: { fatal: true; ignoreBOM: true },
) => { decode(bytes: Uint8Array): string };

/** The UTF-8 bytes of a text; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The text of UTF-8 bytes, a byte order mark kept. `what` begins the sentence of the FormatError when they are not UTF-8, and `remedy` ends it. */
export function decodeUtf8(bytes: Uint8Array, what: string, remedy = ''): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (isTooLong(cause))
      throw new FormatError(`${what} is longer than half a gigabyte: save it in a binary format.`, { cause });
    throw new FormatError(`${what} is not UTF-8 text${remedy}.`, { cause });
  }
}

/** The text of a file that a spreadsheet may have written: UTF-16 where its byte order mark or its zeros say so, else as `decodeUtf8`. */
export function decodeText(bytes: Uint8Array, what: string): string {
  const label = markOf(bytes) ?? orderByZeros(bytes, what);
  if (label === null) return decodeUtf8(bytes, what, ': save it as UTF-8');
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(`${what} is not UTF-16 text, as its first bytes say.`, { cause });
  }
}

type Utf16 = 'utf-16le' | 'utf-16be';

function markOf([first, second]: Uint8Array): Utf16 | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

const LOOKED_AT = 1000;

/** Without a mark: a text in UTF-8 has no zeros, and one in UTF-16 has them in every other byte, digits and separators being what it is made of. */
function orderByZeros(bytes: Uint8Array, what: string): Utf16 | null {
  const start = bytes.subarray(0, LOOKED_AT);
  const zeros = (rest: 0 | 1): number => start.filter((byte, at) => byte === 0 && at % 2 === rest).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (even + odd === 0) return null;
  if (odd >= 4 * even && 8 * odd >= start.length) return 'utf-16le';
  if (even >= 4 * odd && 8 * even >= start.length) return 'utf-16be';
  throw new FormatError(`${what} holds bytes of zero, as no text does: save it as UTF-8.`);
}

/** V8 has no text of more than 2^29 - 24 characters. */
function isTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG';
}
