import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { BYTE_LIMIT, PIXEL_LIMIT, type DecodeAnswer, type DecodeRequest } from './protocol';
import { imageFormat, notAnImage } from './sniff';

// Each loader is a way in for a hostile file, and SVG's reads files beside it: only the four formats stay open.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
// The pool runs one process for each core; a cache would only hold files that never come again.
sharp.concurrency(1);
sharp.cache(false);

/** Side of the small copy on which grey is told from colour, and the largest difference that still is grey. */
const PROBE_SIDE = 32;
const GREY_TOLERANCE = 8;

/** What is not there is black, as Fashion-MNIST's ground is: behind transparent pixels, and where `pad` adds some. */
const GROUND = { r: 0, g: 0, b: 0 };

/** Windows knows neither links of this kind nor FIFOs, and has no flags for them. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
const READ_ONLY = process.platform === 'win32' ? O_RDONLY : O_RDONLY | O_NOFOLLOW | O_NONBLOCK;

/** A file that cannot be read as an image; the message completes the sentence "left out: ...". */
class Refused extends Error {
  constructor(
    message: string,
    readonly image = false,
  ) {
    super(message);
  }
}

/** Reads one file. Never throws: what goes wrong is a refusal with its reason. */
export async function decodeFile(request: DecodeRequest): Promise<DecodeAnswer> {
  try {
    const bytes = await readImage(request.file);
    if (request.kind === 'probe') return await probe(bytes);
    const { side, channels, fit } = request;
    return {
      kind: 'pixels',
      pixels: await raw(prepared(bytes, side, channels, fit), side * side * channels),
    };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', image: error.image, reason: error.message };
    return { kind: 'refused', image: true, reason: inWords(error) };
  }
}

async function readImage(file: string): Promise<Buffer> {
  // A FIFO would hang a plain open, and a link may have taken the file's place since the folder was walked.
  const handle = await open(file, READ_ONLY);
  try {
    const { size } = await regular(handle);
    if (size > BYTE_LIMIT) throw new Refused('it is larger than 512 MB');
    const bytes = await handle.readFile();
    if (imageFormat(bytes) === null) throw new Refused(notAnImage(bytes));
    return bytes;
  } finally {
    await handle.close();
  }
}

async function regular(handle: Awaited<ReturnType<typeof open>>): Promise<{ size: number }> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw new Refused('it is not a regular file');
  return stat;
}

function opened(bytes: Buffer): Sharp {
  return sharp(bytes, { failOn: 'warning', limitInputPixels: PIXEL_LIMIT, autoOrient: true, pages: 1 });
}

function prepared(bytes: Buffer, side: number, channels: 1 | 3, fit: 'crop' | 'pad' | 'stretch'): Sharp {
  const how = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const;
  const sized = opened(bytes)
    .flatten({ background: GROUND })
    .resize(side, side, { fit: how[fit], background: GROUND });
  return channels === 1 ? sized.toColourspace('b-w') : sized.toColourspace('srgb');
}

async function raw(image: Sharp, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const { data } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  if (data.length !== length) throw new Refused('its colours could not be converted', true);
  return new Uint8Array(data);
}

async function probe(bytes: Buffer): Promise<DecodeAnswer> {
  const { autoOrient } = await opened(bytes).metadata();
  const small = await raw(prepared(bytes, PROBE_SIDE, 3, 'stretch'), PROBE_SIDE * PROBE_SIDE * 3);
  let grey = true;
  for (let i = 0; grey && i < small.length; i += 3) {
    const [r, g, b] = [small[i]!, small[i + 1]!, small[i + 2]!];
    grey = Math.max(r, g, b) - Math.min(r, g, b) <= GREY_TOLERANCE;
  }
  return { kind: 'probe', width: autoOrient.width, height: autoOrient.height, grey };
}

const codes: Partial<Record<string, string>> = {
  ENOENT: 'it is no longer there',
  EACCES: 'there is no permission to read it',
  EPERM: 'there is no permission to read it',
  ELOOP: 'it is a symbolic link',
  EISDIR: 'it is a folder',
  ENXIO: 'it is not a regular file',
  EIO: 'the disk could not read it',
};

function inWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('pixel limit')) return `it has more than ${PIXEL_LIMIT / 1e6} million pixels`;
  return codes[code] ?? `it is damaged (${message.split('\n', 1)[0] ?? ''})`;
}
