import { inflateSync } from 'node:zlib';
import { decompressZstd } from 'hyparquet-compressors';
import { Refusal } from './refusal';

/** Ways of packing that are undone here; the others are left to image-rs. */
export const TIFF_CODECS: Readonly<Record<number, (packed: Uint8Array, bytes: number) => Uint8Array>> = {
  1: (packed) => packed,
  5: unpackLzw,
  8: inflated,
  32773: unpackBits,
  32946: inflated,
  50000: unpackZstandard,
};

/** Some programs fill up the last strip; what is far longer than announced is no image but a bomb. */
const roomFor = (bytes: number): number => 2 * bytes + 65_536;

function inflated(packed: Uint8Array, bytes: number): Uint8Array {
  return inflateSync(packed, { maxOutputLength: roomFor(bytes) });
}

function unpackZstandard(packed: Uint8Array, bytes: number): Uint8Array {
  // The library does not say how much it wrote: a last byte that stays what it was, whatever it was, is none of it.
  for (const before of [0, 255]) {
    const out = new Uint8Array(roomFor(bytes)).fill(before);
    decompressZstd(packed, out);
    if (out[bytes - 1] !== before) return out.subarray(0, bytes);
  }
  throw endsEarly();
}

/** TIFF 6.0, section 9. */
function unpackBits(packed: Uint8Array, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  let to = 0;
  for (let at = 0; at < packed.length && to < bytes;) {
    const count = packed[at++]!;
    if (count < 128) {
      const part = packed.subarray(at, at + Math.min(count + 1, bytes - to));
      out.set(part, to);
      to += count + 1;
      at += count + 1;
    } else if (count > 128) {
      out.fill(packed[at++] ?? 0, to, (to += 257 - count));
    }
  }
  if (to < bytes) throw endsEarly();
  return out;
}

const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;

/** TIFF 6.0, section 13: codes of 9 to 12 bits, the highest bit first, that grow one code early. */
function unpackLzw(packed: Uint8Array, bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  // Each code's text is that of `prefix` and one byte more; its length and first byte are known too.
  const [prefix, last, first] = [
    new Uint16Array(MOST_CODES),
    new Uint8Array(MOST_CODES),
    new Uint8Array(MOST_CODES),
  ];
  const length = new Uint16Array(MOST_CODES);
  for (let code = 0; code < 256; code++) {
    last[code] = first[code] = code;
    length[code] = 1;
  }
  let [next, width, former] = [258, 9, -1];
  let [bits, held, to] = [0, 0, 0];
  for (let at = 0; to < bytes;) {
    while (held < width && at < packed.length) {
      bits = ((bits << 8) | packed[at++]!) & 0xffffff;
      held += 8;
    }
    if (held < width) throw endsEarly();
    const code = (bits >> (held - width)) & ((1 << width) - 1);
    held -= width;
    if (code === END) throw endsEarly();
    if (code === CLEAR) {
      [next, width, former] = [258, 9, -1];
      continue;
    }
    if (code > next || (code === next && former < 0))
      throw new Refusal('it is damaged (its LZW codes are)', true);
    if (former >= 0 && next < MOST_CODES) {
      prefix[next] = former;
      first[next] = first[former]!;
      last[next] = code === next ? first[former]! : first[code]!;
      length[next] = length[former]! + 1;
      next += 1;
      if (next >= (1 << width) - 1 && width < 12) width += 1;
    }
    const end = to + length[code]!;
    for (let place = end - 1, each = code; place >= to; place--, each = prefix[each]!) {
      if (place < bytes) out[place] = last[each]!;
    }
    to = end;
    former = code;
  }
  return out;
}

export const endsEarly = (): Refusal => new Refusal('it is damaged (it ends too early)', true);
