/** The formats that are read, told by a file's first bytes and never by its name. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif';

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

/** The format of a file that starts with `bytes` (32 are enough); null when it is none that is read. */
export function imageFormat(bytes: Uint8Array): ImageFormat | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes[0] === 0x89 && ascii(bytes, 1, 8) === 'PNG\r\n\x1a\n') return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return 'gif';
  return null;
}

const others: readonly [name: string, test: (start: string) => boolean][] = [
  ['a TIFF image', (s) => s.startsWith('II*\0') || s.startsWith('MM\0*') || s.startsWith('II+\0')],
  ['a BMP image', (s) => s.startsWith('BM')],
  ['an AVIF or HEIC image', (s) => /^....ftyp(avif|avis|hei|hev|mif|msf)/s.test(s)],
  ['a JPEG XL image', (s) => s.startsWith('\xff\x0a') || s.startsWith('\0\0\0\x0cJXL ')],
  ['a PDF document', (s) => s.startsWith('%PDF')],
  ['an SVG drawing', (s) => /^(\xef\xbb\xbf)?\s*<(\?xml|svg|!DOCTYPE svg|!--)/i.test(s)],
];

/** Why a file that starts with `bytes` is not read, in words. */
export function notAnImage(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'it is empty';
  const start = ascii(bytes, 0, 64);
  const name = others.find(([, test]) => test(start))?.[0];
  return name === undefined
    ? 'it is not a JPEG, PNG, WebP or GIF image'
    : `it is ${name}; JPEG, PNG, WebP and GIF are read`;
}
