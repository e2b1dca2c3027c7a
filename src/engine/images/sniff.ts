import type { ImageFormat } from './protocol';

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** Bytes from a file's start by which its kind is known; an XML file may begin with a declaration and a comment. */
export const SNIFFED_BYTES = 512;

/** The format of a file that starts with `bytes`; null when it is none that is read. */
export function imageFormat(bytes: Uint8Array): ImageFormat | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'JPEG';
  if (bytes[0] === 0x89 && ascii(bytes, 1, 8) === 'PNG\r\n\x1a\n') return 'PNG';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'WebP';
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return 'GIF';
  if (/^(II[*+]\0|MM\0[*+])$/.test(ascii(bytes, 0, 4))) return 'TIFF';
  return isBmp(bytes) ? 'BMP' : null;
}

/** Two letters alone would take many a text for a picture: the header that follows them must be one of BMP's. */
function isBmp(bytes: Uint8Array): boolean {
  if (ascii(bytes, 0, 2) !== 'BM' || bytes.length < 18) return false;
  const headerLength = bytes[14]! | (bytes[15]! << 8) | (bytes[16]! << 16) | (bytes[17]! << 24);
  return [12, 40, 52, 56, 64, 108, 124].includes(headerLength);
}

const others: readonly [name: string, test: (start: string) => boolean][] = [
  ['an AVIF or HEIC image', (s) => /^....ftyp(avif|avis|hei|hev|mif|msf)/s.test(s)],
  ['a JPEG XL image', (s) => s.startsWith('\xff\x0a') || s.startsWith('\0\0\0\x0cJXL ')],
  ['a JPEG 2000 image', (s) => s.startsWith('\0\0\0\x0cjP  ') || s.startsWith('\xff\x4f\xff\x51')],
  ['a Photoshop document', (s) => s.startsWith('8BPS')],
  ['an OpenEXR image', (s) => s.startsWith('\x76\x2f\x31\x01')],
  ['a NumPy array', (s) => s.startsWith('\x93NUMPY')],
  ['a PDF document', (s) => s.startsWith('%PDF')],
  ['a ZIP archive', (s) => s.startsWith('PK\x03\x04')],
  [
    'an SVG drawing',
    (s) => /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(svg[\s>]|!DOCTYPE svg)/is.test(s),
  ],
  [
    'a web page',
    (s) => /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!DOCTYPE html|html[\s>])/is.test(s),
  ],
  ['an XML file', (s) => /^(\xef\xbb\xbf)?\s*<\?xml[\s?]/i.test(s)],
];

const READ = 'JPEG, PNG, WebP, GIF, BMP and TIFF are read';

/** Why a file that starts with `bytes` is not read, in words. */
export function notAnImage(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'it is empty';
  const start = ascii(bytes, 0, SNIFFED_BYTES);
  const name = others.find(([, test]) => test(start))?.[0];
  if (name !== undefined) return `it is ${name}; ${READ}`;
  if (bytes.every((byte) => byte === 0)) return 'it holds nothing but zeros';
  return 'it is not a JPEG, PNG, WebP, GIF, BMP or TIFF image';
}
