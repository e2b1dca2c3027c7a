import { z } from 'zod';
import { dataOptions, dataSource } from './dataset';
import { engineCalls, engineEvents, type CallSchema } from './engine-calls';
import { pathFormat } from './latent';
import { runSummary } from './run';
import { pathRequest } from './space';
import { trainingConfig } from './training';
import { count, nothing, uint8 } from './values';

/** What the window may know of the engine process. */
export const engineStatus = z.object({
  state: z.enum(['starting', 'ready', 'restarting', 'failed']),
  /** One sentence for the user; empty while all is well. */
  message: z.string(),
  /** A run that was training when the engine ended, and can go on from its last checkpoint. */
  resumable: z.object({ runFolder: z.string(), step: count }).nullable(),
});
export type EngineStatus = z.infer<typeof engineStatus>;

/**
 * Everything the window can ask of the main process. Paths to write to are chosen in a dialog that main opens; paths
 * to read from must have come from a dialog, from a drop, or from the app's own list of runs.
 */
export const windowCalls = {
  'engine.describe': engineCalls['engine.describe'],
  'engine.status': { input: nothing, output: engineStatus },
  'data.describe': engineCalls['data.describe'],
  /** As the engine's, in a new folder among the app's runs. */
  'training.start': {
    input: z.object({ source: dataSource, options: dataOptions, config: trainingConfig }),
    output: engineCalls['training.start'].output,
  },
  'training.resume': engineCalls['training.resume'],
  'training.pause': engineCalls['training.pause'],
  'training.continue': engineCalls['training.continue'],
  'training.stop': engineCalls['training.stop'],
  /** The app's own runs, newest first. */
  'runs.list': { input: nothing, output: z.object({ runs: z.array(runSummary) }) },
  'run.open': engineCalls['run.open'],
  'space.encode': engineCalls['space.encode'],
  'space.map': engineCalls['space.map'],
  'space.stopMap': engineCalls['space.stopMap'],
  'space.previewMap': engineCalls['space.previewMap'],
  'space.place': engineCalls['space.place'],
  'space.decode': engineCalls['space.decode'],
  'space.path': engineCalls['space.path'],
  'space.locate': engineCalls['space.locate'],
  'space.decodePlace': engineCalls['space.decodePlace'],
  'space.samples': engineCalls['space.samples'],
  'space.stopSamples': engineCalls['space.stopSamples'],
  /** Asks for a place and writes a path there; null when the user changed his mind. */
  'export.path': {
    input: pathRequest.extend({ format: pathFormat }),
    output: engineCalls['export.path'].output.nullable(),
  },
  /** Asks for a place and writes the CSV there; null when the user changed his mind. */
  'export.csv': {
    input: z.object({ rows: z.array(count).optional() }),
    output: engineCalls['export.csv'].output.nullable(),
  },
  /** Asks for a place and writes a picture that the window drew there; null when the user changed his mind. */
  'export.picture': {
    input: z.object({ name: z.string().min(1).max(120), png: uint8 }),
    output: z.object({ path: z.string(), bytes: count }).nullable(),
  },
  /** Lets the user choose a folder of images; null when he changed his mind. */
  'dialog.chooseImages': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  /** Lets the user choose a run folder; null when he changed his mind. */
  'dialog.chooseRun': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  /** Sent by the bridge for a folder dropped on the window; the window itself cannot name a path. */
  'folder.dropped': { input: z.object({ path: z.string().min(1) }), output: z.object({ path: z.string() }) },
} as const satisfies Record<string, CallSchema>;

/** Actions of the application menu that the window carries out. */
export const menuAction = z.enum([
  'train-fashion-mnist',
  'choose-images',
  'open-run',
  'export-csv',
  'fit-map',
  'toggle-theme',
  'show-shortcuts',
]);
export type MenuAction = z.infer<typeof menuAction>;

export const windowEvents = {
  ...engineEvents,
  'engine.status': engineStatus,
  'menu.action': z.object({ action: menuAction }),
} as const satisfies Record<string, z.ZodType>;

export type WindowCall = keyof typeof windowCalls;
export type WindowInput<C extends WindowCall> = z.input<(typeof windowCalls)[C]['input']>;
export type WindowArguments<C extends WindowCall> = z.output<(typeof windowCalls)[C]['input']>;
export type WindowOutput<C extends WindowCall> = z.output<(typeof windowCalls)[C]['output']>;
export type WindowHandlers = {
  [C in WindowCall]: (input: WindowArguments<C>) => Promise<WindowOutput<C>>;
};

export type WindowEvent = keyof typeof windowEvents;
export type WindowEventPayload<E extends WindowEvent> = z.output<(typeof windowEvents)[E]>;
