import { z } from 'zod';
import { pathMethod } from './space';
import { count } from './values';

/** The steps a path may have in the window; a request to the engine may ask for more. */
export const PATH_STEPS = { min: 4, max: 64 } as const;
/** The stops a path may have in the window, its ends among them. */
export const MOST_STOPS = 16;

const place = z.tuple([z.number(), z.number(), z.number()]);

/**
 * What is on the screen beside the settings: images by their row in the map. A session keeps it of a run, and a project
 * file of its own.
 */
export const sessionView = z.object({
  /** Images in the map; another number is another map, in which the rest means nothing. */
  n: count,
  a: count.nullable(),
  b: count.nullable(),
  focus: z.enum(['a', 'b']),
  path: z.object({
    method: pathMethod,
    via: z.array(count).max(MOST_STOPS).default([]),
    steps: z.number().int().min(PATH_STEPS.min).max(PATH_STEPS.max),
    frame: count,
    compare: z.boolean().default(false),
  }),
  camera: z
    .object({
      dims: z.union([z.literal(2), z.literal(3)]),
      position: place,
      target: place,
      /** Looked at as a whole: fitted again where the window has another size. */
      fitted: z.boolean().default(false),
    })
    .nullable(),
  dimmed: z.array(z.number()),
  range: z.tuple([z.number(), z.number()]).nullable(),
  groups: z.array(z.object({ id: count, name: z.string(), rows: z.array(count) })),
});
export type SessionView = z.infer<typeof sessionView>;

/** An image that is kept at hand, with a note. */
export const pin = z.object({ index: count, note: z.string() });
export type Pin = z.infer<typeof pin>;
