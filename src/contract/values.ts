import { z } from 'zod';

/** Bulk data crosses every boundary as flat typed arrays; shapes stand in the descriptions of the fields. */
export const float32: z.ZodType<Float32Array, Float32Array> = z.instanceof(Float32Array);
export const float64: z.ZodType<Float64Array, Float64Array> = z.instanceof(Float64Array);
export const int32: z.ZodType<Int32Array, Int32Array> = z.instanceof(Int32Array);
export const uint8: z.ZodType<Uint8Array, Uint8Array> = z.instanceof(Uint8Array);

/** A count: a whole number from 0 up. */
export const count = z.number().int().min(0);

/** Calls that take nothing, or give nothing back, use this. */
export const nothing = z.object({});

/** Grey or colour. */
export const channels = z.union([z.literal(1), z.literal(3)]);

/** `n` square images of `side` pixels. */
export const imageShape = { n: count, side: count, channels };
