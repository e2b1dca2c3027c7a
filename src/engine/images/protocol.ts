import { z } from 'zod';
import { fit, ground, levelRange } from '../../contract/dataset';

/** Images may have this many pixels at most; a larger one is refused unread. */
export const PIXEL_LIMIT = 64_000_000;
/** A file may have this many bytes at most. */
export const BYTE_LIMIT = 512 * 1024 * 1024;

const files = z.array(z.string()).min(1);
const side = z.number().int().min(1).max(4096);
/** Of each file which page or frame, counted from 0; the first when none are named. */
const pages = z.array(z.number().int().min(0)).optional();
const levels = z.union([z.enum(['stored', 'file']), levelRange]);

/**
 * What a decoder process is asked of some files: their formats by their first bytes; how they look, with a small colour
 * copy of `side` pixels; a hash of their bytes; how many pages or frames they have; up to `most` of the numbers of each;
 * or their pixels.
 */
export const decodeRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sniff'), files }),
  z.object({ kind: z.literal('probe'), files, side, pages, ground, levels }),
  z.object({ kind: z.literal('hash'), files }),
  z.object({ kind: z.literal('pages'), files }),
  z.object({ kind: z.literal('values'), files, pages, most: z.number().int().min(1) }),
  z.object({
    kind: z.literal('pixels'),
    files,
    side,
    channels: z.union([z.literal(1), z.literal(3)]),
    fit,
    /** Light for dark; what is not there is then white before it is turned to black. */
    invert: z.boolean(),
    pages,
    ground,
    levels,
  }),
]);
export type DecodeRequest = z.infer<typeof decodeRequest>;

/** A request, and where in the file that both processes hold open the pixels of its answer belong. */
export const decodeTask = z.object({ request: decodeRequest, at: z.number().int().min(0) });
export type DecodeTask = z.infer<typeof decodeTask>;
/** The decoder's descriptor of that file, after its input, output, errors and messages. */
export const PIXELS_DESCRIPTOR = 4;

/** The formats that are read, told by a file's first bytes and never by its name. */
export const imageFormats = ['JPEG', 'PNG', 'WebP', 'GIF', 'BMP', 'TIFF'] as const;
export type ImageFormat = (typeof imageFormats)[number];
const format = z.enum(imageFormats);

/** `image`: whether the file began as an image does; `reason` completes "left out because". */
const refused = z.object({ kind: z.literal('refused'), image: z.boolean(), reason: z.string() });
export type Refused = z.infer<typeof refused>;

/** `width` and `height` as seen, turned by EXIF. */
const seen = { width: z.number().int(), height: z.number().int(), format };

/** What else was seen of a file; nothing where there is nothing to say. */
export const oddities = {
  /** Pages or frames, when there are several. */
  pages: z.number().int().optional(),
  /** Some numbers lie outside of what `stored` levels show. */
  clipped: z.literal(true).optional(),
  /** Its numbers have a sign. */
  signed: z.literal(true).optional(),
  /** It has more channels than are read. */
  extra: z.literal(true).optional(),
};
export type Oddities = Partial<z.infer<z.ZodObject<typeof oddities>>>;

/** What is answered of one file; `hash`: SHA-256 of its bytes in hex; `grey`: no pixel of a small copy has colour. */
export const fileAnswer = z.discriminatedUnion('kind', [
  refused,
  z.object({ kind: z.literal('sniffed'), format }),
  z.object({ kind: z.literal('probed'), ...seen, ...oddities, grey: z.boolean() }),
  z.object({ kind: z.literal('hashed'), hash: z.string() }),
  z.object({ kind: z.literal('paged'), pages: z.number().int() }),
  z.object({ kind: z.literal('valued'), values: z.array(z.number()) }),
  z.object({ kind: z.literal('decoded'), ...seen, ...oddities, hash: z.string() }),
]);
export type FileAnswer = z.infer<typeof fileAnswer>;

/**
 * One answer for each file asked about, in that order. The pixels are in the shared file: `[files, side, side,
 * channels]`, zeros for a file that was refused; none when none were asked for.
 */
const decodeAnswer = z.object({
  kind: z.literal('answer'),
  /** The place that the request named. */
  at: z.number(),
  files: z.array(fileAnswer),
});
export type DecodeAnswer = z.infer<typeof decodeAnswer>;

/** Sent once, when the decoder process has loaded all it needs. */
const decoderReady = z.object({ kind: z.literal('ready') });
export const decoderMessage = z.union([decoderReady, decodeAnswer]);

/** Bytes of pixels in the answer for one file. */
export function bytesPerFile(request: DecodeRequest): number {
  if (request.kind === 'pixels') return request.side * request.side * request.channels;
  return request.kind === 'probe' ? request.side * request.side * 3 : 0;
}
