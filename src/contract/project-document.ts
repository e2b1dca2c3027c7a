import { z } from 'zod';
import { recordedOptions } from './dataset';
import { layoutSettings } from './project';
import { pin, sessionView } from './session-view';
import { latentMap, split } from './space';
import { roleChoice } from './table';
import { checkpointChoice } from './training';
import { count } from './values';

export const PROJECT_FORMAT = 'latent-atelier-project';
export const PROJECT_VERSION = 1;
/** Ends the name of a project file. */
export const PROJECT_EXTENSION = 'atelier';

/**
 * Where something lies: seen from the project file's folder, with `/`, so that both may move together; and whole, for
 * when only the file has moved. Null where no relative path leads there (another drive).
 */
export const documentPlace = z.object({
  relative: z.string().min(1).nullable(),
  absolute: z.string().min(1),
});
export type DocumentPlace = z.infer<typeof documentPlace>;

export const documentSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fashion-mnist') }),
  z.object({ kind: z.literal('folder'), place: documentPlace }),
  z.object({ kind: z.literal('images'), places: z.array(documentPlace).min(1) }),
]);
export type DocumentSource = z.infer<typeof documentSource>;

/** `NAME.atelier`, field by field as `docs/project-file.md` tells. */
export const projectDocument = z.object({
  format: z.literal(PROJECT_FORMAT),
  formatVersion: z.literal(PROJECT_VERSION),
  saved: z.string(),
  versions: z.record(z.string(), z.string()),
  /** Null for vectors from elsewhere without a model. */
  run: z
    .object({
      /** Null: the model that comes with the app. */
      place: documentPlace.nullable(),
      /** As its run.json says: by this the run is recognised. */
      created: z.string(),
      checkpoint: checkpointChoice,
      step: count,
    })
    .nullable(),
  /** The run's own images, and the SHA-256 that run.json has of them; null without a run. */
  data: z.object({ source: documentSource, fingerprint: z.string().nullable() }).nullable(),
  shown: z.object({
    title: z.string(),
    split,
    source: documentSource.optional(),
    options: recordedOptions.optional(),
    vectors: z
      .object({
        place: documentPlace,
        fingerprint: z.string(),
        choice: roleChoice.optional(),
        labels: z.array(documentPlace).optional(),
      })
      .optional(),
  }),
  added: z.array(
    z.object({
      title: z.string(),
      options: recordedOptions,
      source: documentSource,
      n: count,
      fingerprint: z.string(),
    }),
  ),
  tables: z.array(z.object({ place: documentPlace, fingerprint: z.string(), n: count })).optional(),
  layout: layoutSettings,
  colourBy: z.string(),
  view: sessionView,
  pins: z.array(pin),
  /** `positions` `[n, dims]` and `distortion` `[n]`: float32, little-endian, in base64. */
  map: latentMap.extend({ positions: z.base64(), distortion: z.base64() }).nullable(),
});
export type ProjectDocument = z.infer<typeof projectDocument>;
