import { z } from 'zod';
import { dataOptions, dataSource } from './dataset';
import { pin, sessionView } from './session-view';
import { latentMap, mapConfig, split } from './space';
import { roleChoice } from './table';
import { checkpointChoice } from './training';
import { count } from './values';

/** How a map is laid out, as the user set it. */
export const layoutSettings = mapConfig.omit({ continueFromLast: true });

/** A data set that stands in the map, and by what it is recognised. */
const shownData = { title: z.string(), options: dataOptions };

/** Images that were added to those in the map. */
const addedImages = z.object({
  ...shownData,
  source: dataSource,
  n: count,
  /** SHA-256 of the data set. */
  fingerprint: z.string(),
});
export type AddedImages = z.infer<typeof addedImages>;

/** A file of vectors from elsewhere, and SHA-256 over its numbers and the columns that came with them. */
export const vectorsFile = z.object({
  path: z.string().min(1),
  fingerprint: z.string(),
  /** What its columns are. */
  choice: roleChoice.optional(),
  /** Files with a row for each vector, that were chosen with it. */
  labels: z.array(z.string().min(1)).optional(),
});
export type VectorsFile = z.infer<typeof vectorsFile>;

/** A table whose columns were added to a map of `n` points, and SHA-256 over those columns. */
export const addedTable = z.object({ path: z.string().min(1), fingerprint: z.string(), n: count });
export type AddedTable = z.infer<typeof addedTable>;

/**
 * The images that a map began with, or the vectors from elsewhere in their place; those of a run's own test set have no
 * source, for the run says where they are.
 */
const firstImages = z.object({
  title: z.string(),
  split,
  source: dataSource.optional(),
  options: dataOptions.optional(),
  vectors: vectorsFile.optional(),
});
export type FirstImages = z.infer<typeof firstImages>;

/**
 * What a project holds, as the window knows it: everything it needs to be as it was, by paths that are whole. The file
 * is the portable form of this (`project-document.ts`).
 */
export const projectContent = z.object({
  /** Null when no model is at hand: vectors from elsewhere need none. */
  run: z
    .object({
      runFolder: z.string().min(1),
      checkpoint: checkpointChoice,
      /** Of the weights that the map was made with. */
      step: count,
      /** Where the run's own images lie. */
      source: dataSource,
    })
    .nullable(),
  shown: firstImages,
  added: z.array(addedImages),
  /** In the order in which they were added. */
  tables: z.array(addedTable).optional(),
  layout: layoutSettings,
  colourBy: z.string(),
  view: sessionView,
  pins: z.array(pin),
  /** Null when it had not been laid out. */
  map: latentMap.nullable(),
});
export type ProjectContent = z.infer<typeof projectContent>;

/** The project that is open. */
export const projectPlace = z.object({ path: z.string().min(1), name: z.string() });
export type ProjectPlace = z.infer<typeof projectPlace>;

export const openedProject = projectPlace.extend({
  content: projectContent,
  /** A sentence when its run is in none of the places it may be in: the rest cannot be shown without. */
  runMissing: z.string().nullable(),
});
export type OpenedProject = z.infer<typeof openedProject>;

/** A project opened or saved before; `missing`: it is not there any more. */
export const recentProject = projectPlace.extend({ missing: z.boolean() });
export type RecentProject = z.infer<typeof recentProject>;

/** What becomes of unsaved changes when a project is left. */
export const leaving = z.enum(['save', 'discard', 'cancel']);
export type Leaving = z.infer<typeof leaving>;
