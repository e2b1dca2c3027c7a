import { z } from 'zod';
import { fit } from '../../contract/dataset';

/** Images may have this many pixels at most; a larger one is refused unread. */
export const PIXEL_LIMIT = 64_000_000;
/** A file may have this many bytes at most. */
export const BYTE_LIMIT = 512 * 1024 * 1024;

/** What the decoder process is asked: how a file looks, or its pixels at a size. */
export const decodeRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('probe'), file: z.string() }),
  z.object({
    kind: z.literal('pixels'),
    file: z.string(),
    side: z.number().int().min(1).max(4096),
    channels: z.union([z.literal(1), z.literal(3)]),
    fit,
  }),
]);
export type DecodeRequest = z.infer<typeof decodeRequest>;

/** `image`: whether the file began as an image does; `reason` completes "left out because". */
const refusal = z.object({ kind: z.literal('refused'), image: z.boolean(), reason: z.string() });

/** `width` and `height` as seen, turned by EXIF; `grey`: whether no pixel of a small copy has colour. */
const probed = z.object({
  kind: z.literal('probe'),
  width: z.number(),
  height: z.number(),
  grey: z.boolean(),
});

/** `pixels`: `[side, side, channels]`. */
const pixels = z.object({ kind: z.literal('pixels'), pixels: z.instanceof(Uint8Array) });

/** Sent once, when the decoder process has loaded all it needs. */
export const decoderReady = z.object({ kind: z.literal('ready') });

export const decodeAnswer = z.discriminatedUnion('kind', [refusal, probed, pixels]);
export type DecodeAnswer = z.infer<typeof decodeAnswer>;
export const decoderMessage = z.union([decoderReady, decodeAnswer]);
