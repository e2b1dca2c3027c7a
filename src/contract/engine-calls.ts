import { z } from 'zod';
import type { CallSchema } from './call-schema';
import { cacheState, dataOptions, dataSource, datasetSummary } from './dataset';
import { embeddingExport, gridExport, reportExport, tablePart, written } from './export';
import { keptEpochs, runHistory } from './history';
import { runName, runSummary } from './run';
import { latentCalls } from './latent';
import { pairCalls } from './pair-calls';
import {
  decodedImages,
  decodedValues,
  embedding,
  latentMap,
  latentPath,
  mapConfig,
  mapPreview,
  mapProgress,
  pathRequest,
  split,
} from './space';
import {
  checkpointChoice,
  earlyStopping,
  epochMetrics,
  trainingAlarm,
  trainingConfig,
  trainingEnd,
  trainingProgress,
  trainingSamples,
} from './training';
import { roleChoice, tableLook, tableRoles } from './table';
import { count, float32, nothing } from './values';

/** Everything the engine can be asked to do. Types of callers and handlers are derived from here alone. */
export const engineCalls = {
  /** Versions of what the engine runs on. */
  'engine.describe': {
    input: nothing,
    output: z.object({ pid: count, versions: z.record(z.string(), z.string()) }),
  },
  /** A first look at a data set, quick however large: what its listing, first bytes and a sample of 200 files tell. */
  'data.look': {
    input: z.object({ source: dataSource, options: dataOptions, latent: z.number().int().min(2).max(256) }),
    output: datasetSummary,
  },
  /** Ends a look at a data set or its reading, if one is under way; its call rejects with a sentence. */
  'data.cancel': { input: nothing, output: nothing },
  /** The decoded pixels kept between sessions, of which the least recently used go when they outgrow the limit. */
  'cache.describe': { input: nothing, output: cacheState },
  'cache.clear': { input: nothing, output: cacheState },
  'cache.setLimit': { input: z.object({ bytes: count }), output: cacheState },
  /** Looks at a data set without training: counts, classes, what is left out and why. */
  'data.describe': {
    input: z.object({ source: dataSource, options: dataOptions, latent: z.number().int().min(2).max(256) }),
    output: datasetSummary,
  },
  /** Starts (or with `resume` continues) a run; answers when the first step is about to be taken. */
  'training.start': {
    input: z.object({
      source: dataSource,
      options: dataOptions,
      config: trainingConfig,
      runFolder: z.string().min(1),
      keptEpochs: keptEpochs.optional(),
    }),
    output: z.object({ runFolder: z.string(), steps: count, step: count, data: datasetSummary }),
  },
  /** Goes on from the last checkpoint of a run, with its own settings but for how long it goes on. */
  'training.resume': {
    input: z.object({
      runFolder: z.string().min(1),
      /** Where its images lie now, when that is elsewhere; they must be the very same, and run.json then says so. */
      source: dataSource.optional(),
      epochs: z.number().int().min(1).max(10_000).optional(),
      earlyStopping: earlyStopping.nullable().optional(),
      keptEpochs: keptEpochs.optional(),
    }),
    output: z.object({ runFolder: z.string(), steps: count, step: count, data: datasetSummary }),
  },
  'training.pause': { input: nothing, output: nothing },
  'training.continue': { input: nothing, output: nothing },
  /**
   * The user is busy in the window: for the next moments training waits between two steps, for at most 1.5 seconds
   * each, so that it never stands still. No-one else calls this, and training then takes what the system gives it.
   */
  'training.giveWay': { input: nothing, output: nothing },
  /** Checkpoints and stops; ends a run that is being set up, whose call then rejects with a sentence. */
  'training.stop': { input: nothing, output: nothing },
  /** Makes a run's model the one at hand, by default with its newest weights. */
  'run.open': {
    input: z.object({ runFolder: z.string().min(1), checkpoint: checkpointChoice.optional() }),
    output: runSummary,
  },
  /** The curve of a run's steps, and the reconstructions and maps that it keeps of its epochs. */
  'run.history': { input: z.object({ runFolder: z.string().min(1) }), output: runHistory },
  /** Gives a run another name, which its run.json keeps; its folder stays where it is. */
  'run.rename': { input: z.object({ runFolder: z.string().min(1), name: runName }), output: runSummary },
  /**
   * Says where a run's images lie now. When they are those that it was trained on, which their fingerprint tells, its
   * run.json keeps that where it may be written; of others `why` says so, and nothing is noted.
   */
  'run.relocate': {
    input: z.object({
      runFolder: z.string().min(1),
      source: dataSource,
      /** Where the table of their labels lies now; where it was when nothing is said. */
      labels: z.string().min(1).optional(),
    }),
    output: z.discriminatedUnion('same', [
      z.object({ same: z.literal(true), run: runSummary }),
      z.object({ same: z.literal(false), why: z.string() }),
    ]),
  },
  /** Rejects with a sentence while a process, this one or another, trains the run. */
  'run.checkFree': { input: z.object({ runFolder: z.string().min(1) }), output: nothing },
  /**
   * Makes a run of weights from elsewhere (a state_dict in safetensors or of torch.save) in a new folder. Weights that are
   * not of Fashion-MNIST's size need the `source` of their images: without it `why` says so.
   */
  'run.import': {
    input: z.object({
      path: z.string().min(1),
      runFolder: z.string().min(1),
      source: dataSource.optional(),
    }),
    output: z.discriminatedUnion('made', [
      z.object({ made: z.literal(true), run: runSummary }),
      z.object({ made: z.literal(false), why: z.string() }),
    ]),
  },
  /** Copies a run to a folder that is not there yet, whole or not at all. */
  'run.copy': {
    input: z.object({ runFolder: z.string().min(1), folder: z.string().min(1) }),
    output: nothing,
  },
  /** What a table or a file of arrays holds, with those of `labels`, and what its columns would be taken for. */
  'vectors.look': {
    input: z.object({
      path: z.string().min(1),
      labels: z.array(z.string().min(1)).optional(),
      choice: roleChoice.optional(),
    }),
    output: tableLook,
  },
  /** Copies a file of vectors, with what lies beside it and belongs to them, into a new folder. */
  'vectors.copy': {
    input: z.object({
      path: z.string().min(1),
      fingerprint: z.string(),
      choice: roleChoice.optional(),
      labels: z.array(z.string().min(1)).optional(),
      folder: z.string().min(1),
    }),
    output: z.object({ path: z.string(), labels: z.array(z.string()), leftOut: count }),
  },
  'run.describe': { input: z.object({ runFolder: z.string().min(1) }), output: runSummary },
  /**
   * Encodes images with the open model, prepared as its own were unless `options` say otherwise; by default the test
   * set of the data it was trained on. Of others, and of its own when they have changed, the column `in_training` marks
   * those that it was trained on. `orKept`: when those
   * images are missing or changed, what the run keeps of its test set is given in their place, and `absent` says so.
   */
  'space.encode': {
    input: z.object({
      source: dataSource.optional(),
      options: dataOptions.optional(),
      split: split.default('test'),
      orKept: z.boolean().optional(),
      /** Rejects when the run's own images are not the very ones that it was trained on. */
      unchanged: z.boolean().optional(),
    }),
    output: embedding,
  },
  /**
   * Encodes further images with the model at hand and adds them, with labels of their own and a column that names their
   * set, to those that are encoded already. Where there is a map they get their places in it; the others stay. With a
   * `fingerprint` only the very images that have it are added.
   */
  'space.add': {
    input: z.object({ source: dataSource, options: dataOptions, fingerprint: z.string().optional() }),
    output: z.object({
      embedding,
      map: latentMap.nullable(),
      /** Of the images that were added, and the SHA-256 of their data set. */
      added: z.object({ n: count, fingerprint: z.string() }),
    }),
  },
  /**
   * Puts back a map that was made of these very images and weights, with the settings it was made with. Images whose
   * place in it is NaN are placed at their nearest; answers the map as it is then.
   */
  'space.restoreMap': { input: z.object({ map: latentMap, config: mapConfig }), output: latentMap },
  /**
   * Makes vectors from elsewhere (npy, csv, Parquet, TSV, safetensors) the space at hand: with labels, images and places
   * where the file has them. `choice` says what its columns are, where that is not left to the app; `roles` and `taken`,
   * in one sentence, what they were taken for. `missing` says in sentences what cannot be had. With a `fingerprint` only the
   * very vectors that have it are taken.
   */
  'space.import': {
    input: z.object({
      path: z.string().min(1),
      choice: roleChoice.optional(),
      fingerprint: z.string().optional(),
      /** Files with a row for each vector. */
      labels: z.array(z.string().min(1)).optional(),
    }),
    output: z.object({
      embedding,
      map: latentMap.nullable(),
      missing: z.array(z.string()),
      roles: tableRoles,
      taken: z.string(),
      /** SHA-256 over the vectors and the columns that came with them. */
      fingerprint: z.string(),
    }),
  },
  /** Lays out the encoded images. A later call ends an earlier one that still runs. */
  'space.map': { input: mapConfig, output: latentMap },
  /** The map that the run keeps of the images at hand, however it was made, as the one at hand; null when it keeps none. */
  'space.recallMap': { input: nothing, output: z.object({ map: latentMap.nullable() }) },
  /** Ends the encoding and the map that are under way, if any; their calls reject with a sentence. */
  'space.stopMap': { input: nothing, output: nothing },
  /**
   * Ends the search for neighbours that a path or another latent tool waits for, if one is under way; their calls reject
   * with a sentence.
   */
  'space.stopSearch': { input: nothing, output: nothing },
  /** Lays out a random sample of the encoded images; the map at hand stays. A later preview ends an earlier one. */
  'space.previewMap': {
    input: mapConfig.extend({ points: z.number().int().min(2).max(5000).default(1000) }),
    output: mapPreview,
  },
  /** Places latent vectors `[n, latent]` in the map at hand: `positions` `[n, dims]`. */
  'space.place': {
    input: z.object({ n: count.min(1), latents: float32 }),
    output: z.object({ n: count, dims: count, positions: float32 }),
  },
  /** Decodes latent vectors `[n, latent]` with the model at hand. */
  'space.decode': { input: z.object({ n: count.min(1), latents: float32 }), output: decodedImages },
  /** As `space.decode`, but the decoder's own numbers, not rounded to bytes. */
  'space.decodeValues': { input: z.object({ n: count.min(1), latents: float32 }), output: decodedValues },
  /** A path between encoded images. */
  'space.path': { input: pathRequest, output: latentPath },
  ...latentCalls,
  ...pairCalls,
  /** Writes the embedding as CSV; `rows` limits it to a selection. */
  'export.csv': {
    input: z.object({ path: z.string().min(1), ...tablePart }),
    output: z.object({ path: z.string(), rows: count, bytes: count }),
  },
  /** Writes the embedding in one of the formats; the projector's other files go beside `path`. */
  'export.embedding': { input: embeddingExport.extend({ path: z.string().min(1) }), output: written },
  /** Writes images of the embedding as one PNG. */
  'export.grid': { input: gridExport.extend({ path: z.string().min(1) }), output: written },
  /** Ends every export that is under way; their calls reject with a sentence, and no file of theirs is left. */
  'export.cancel': { input: nothing, output: nothing },
  /** Writes the report on files that were left out as CSV. */
  'export.report': { input: reportExport.extend({ path: z.string().min(1) }), output: written },
} as const satisfies Record<string, CallSchema>;

/** What the engine tells without being asked. */
export const engineEvents = {
  'training.progress': trainingProgress,
  'training.epoch': epochMetrics,
  'training.samples': trainingSamples,
  'training.alarm': trainingAlarm,
  'training.end': trainingEnd,
  'data.progress': z.object({ text: z.string(), done: count, total: count }),
  'space.progress': z.object({ text: z.string(), done: count, total: count }),
  'map.progress': mapProgress,
  /** How far a search for neighbours is, when it takes long; at its end, however it ends, `done` is `total`. */
  'search.progress': z.object({ text: z.string(), done: count, total: count }),
  'export.progress': z.object({ text: z.string(), done: count, total: count }),
} as const satisfies Record<string, z.ZodType>;

export type EngineCall = keyof typeof engineCalls;
export type EngineInput<C extends EngineCall> = z.input<(typeof engineCalls)[C]['input']>;
/** The input as a handler sees it: checked, defaults filled in. */
export type EngineArguments<C extends EngineCall> = z.output<(typeof engineCalls)[C]['input']>;
export type EngineOutput<C extends EngineCall> = z.output<(typeof engineCalls)[C]['output']>;

export type EngineEvent = keyof typeof engineEvents;
export type EngineEventPayload<E extends EngineEvent> = z.output<(typeof engineEvents)[E]>;

/** One plain function for each call, so that a test can call it. */
export type EngineHandlers = {
  [C in EngineCall]: (input: EngineArguments<C>) => Promise<EngineOutput<C>>;
};

/** How the engine tells; the process that hosts it decides where to. */
export type EmitEvent = <E extends EngineEvent>(event: E, payload: EngineEventPayload<E>) => void;
