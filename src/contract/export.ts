import { z } from 'zod';
import { leftOut } from './dataset';
import { count } from './values';

/** How an embedding is written; `projector`: the TensorFlow Embedding Projector's tables, sprite and configuration. */
export const embeddingFormat = z.enum(['csv', 'npy', 'parquet', 'projector']);
export type EmbeddingFormat = z.infer<typeof embeddingFormat>;

/**
 * Groups of columns of an embedding's table, in their order; `other`: those that the data brought along. A group whose
 * values are not known is left out; `distortion` is written only where it is asked for.
 */
export const columnGroups = [
  'index',
  'split',
  'label',
  'label_name',
  'file',
  'mu',
  'logvar',
  'map',
  'bce',
  'kl',
  'other',
  'distortion',
] as const;
export const columnGroup = z.enum(columnGroups);
export type ColumnGroup = z.infer<typeof columnGroup>;

/** Which rows and columns; all where nothing is said. A column is named by its group or, as `mu_3`, by itself. */
export const tablePart = { rows: z.array(count).optional(), columns: z.array(z.string()).min(1).optional() };

export const embeddingExport = z.object({ format: embeddingFormat, ...tablePart });

/** Pictures in a grid: what was encoded, what the decoder makes of its mu, or one over the other. */
export const gridExport = z.object({
  what: z.enum(['originals', 'reconstructions', 'both']),
  rows: z.array(count).optional(),
});
export type GridContent = z.infer<typeof gridExport>['what'];

/** The files that were left out, each with its reason. */
export const reportExport = z.object({ leftOut: z.array(leftOut) });

/** What was written: every file, and rows and bytes of them all. */
export const written = z.object({ files: z.array(z.string()).min(1), rows: count, bytes: count });
export type Written = z.infer<typeof written>;
