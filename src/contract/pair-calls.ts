import { z } from 'zod';
import type { CallSchema } from './call-schema';
import { embedding } from './space';
import { count } from './values';

const file = z.string().min(1);

/** How the rows of a table were matched to points: by a column of their files or their numbers, or one after the other. */
export const rowMatch = z.object({
  by: z.enum(['file', 'index', 'row']),
  /** The column that it was found by; null for one row after the other. */
  key: z.string().nullable(),
  /** Points that have a row, of all. */
  matched: count,
  /** Rows that belong to no point. */
  unused: count,
});
export type RowMatch = z.infer<typeof rowMatch>;

/** What files are that were dropped or chosen together, or one of them while a map is open. */
export const pairedFiles = z.object({
  /** The file of vectors; null when none holds any. */
  vectors: file.nullable(),
  /** An array of images; null when there is none. */
  images: file.nullable(),
  /** Files that have a row for each of them. */
  labels: z.array(file),
  /** What a table could add to the map that is open; null when it fits none, or several files were named. */
  columns: z.object({ path: file, names: z.array(z.string()), match: rowMatch, points: count }).nullable(),
});
export type PairedFiles = z.infer<typeof pairedFiles>;

/** Calls about tables that belong to vectors, images or a map. */
export const pairCalls = {
  /** Tells vectors from labels among files. Rejects with a sentence about vectors when they do not go together. */
  'vectors.pair': { input: z.object({ paths: z.array(file).min(1).max(32) }), output: pairedFiles },
  /**
   * Adds the columns of a table to those of the map that is open: points and places stay as they are. With a `fingerprint`
   * only the very columns that have it are added.
   */
  'space.addColumns': {
    input: z.object({ path: file, fingerprint: z.string().optional() }),
    output: z.object({
      columns: embedding.shape.columns.unwrap(),
      /** Names of those that are new. */
      added: z.array(z.string()),
      match: rowMatch,
      /** SHA-256 over the columns that were added. */
      fingerprint: z.string(),
      /** What was decided, in sentences. */
      notes: z.array(z.string()),
    }),
  },
} as const satisfies Record<string, CallSchema>;
