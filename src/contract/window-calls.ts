import { z } from 'zod';
import { dataOptions, dataSource } from './dataset';
import { embeddingExport, gridExport, reportExport, tablePart, written } from './export';
import type { CallSchema } from './call-schema';
import { engineCalls, engineEvents } from './engine-calls';
import { keptEpochs } from './history';
import { menuAction, systemCommand } from './menu';
import { pathFormat } from './latent';
import { leaving, openedProject, projectContent, projectPlace, recentProject } from './project';
import { runSummary } from './run';
import { pathRequest } from './space';
import { trainingConfig } from './training';
import { count, nothing, uint8 } from './values';

/** `system`: as the desktop has it. */
export const themeChoice = z.enum(['system', 'light', 'dark']);
export type ThemeChoice = z.infer<typeof themeChoice>;

/** What the window may know of the engine process. */
export const engineStatus = z.object({
  /** `silent`: its process is there and does not answer. */
  state: z.enum(['starting', 'ready', 'silent', 'restarting', 'failed']),
  /** One sentence for the user; empty while all is well. */
  message: z.string(),
  /** A run that was training when the engine ended, and can go on from its last checkpoint. */
  resumable: z.object({ runFolder: z.string(), step: count }).nullable(),
});
export type EngineStatus = z.infer<typeof engineStatus>;

/** What the user chose or dropped, and what it is by its look: a folder with `run.json` in it is a run. */
export const pickedItem = z.object({
  path: z.string(),
  kind: z.enum(['folder', 'file', 'run', 'vectors', 'weights', 'project']),
});
export type PickedItem = z.infer<typeof pickedItem>;

/**
 * Everything the window can ask of the main process. Paths to write to are chosen in a dialog that main opens; paths
 * to read from must have come from a dialog, from a drop, or from the app's own list of runs.
 */
export const windowCalls = {
  'engine.describe': engineCalls['engine.describe'],
  'engine.status': { input: nothing, output: engineStatus },
  /** Ends an engine that does not answer and starts another, or starts one that was given up. */
  'engine.restart': { input: nothing, output: nothing },
  'data.look': engineCalls['data.look'],
  'data.cancel': engineCalls['data.cancel'],
  'data.describe': engineCalls['data.describe'],
  'cache.describe': engineCalls['cache.describe'],
  'cache.clear': engineCalls['cache.clear'],
  'cache.setLimit': engineCalls['cache.setLimit'],
  /** As the engine's, in a new folder among the app's runs. */
  'training.start': {
    input: z.object({
      source: dataSource,
      options: dataOptions,
      config: trainingConfig,
      keptEpochs: keptEpochs.optional(),
    }),
    output: engineCalls['training.start'].output,
  },
  'training.resume': engineCalls['training.resume'],
  'training.pause': engineCalls['training.pause'],
  'training.continue': engineCalls['training.continue'],
  'training.stop': engineCalls['training.stop'],
  'training.giveWay': engineCalls['training.giveWay'],
  /** The app's own runs, newest first. */
  'runs.list': { input: nothing, output: z.object({ runs: z.array(runSummary) }) },
  'run.open': engineCalls['run.open'],
  'run.history': engineCalls['run.history'],
  /** Opens the model that came with the app. */
  'run.openStarter': { input: nothing, output: runSummary },
  'run.relocate': engineCalls['run.relocate'],
  /** As the engine's, in a new folder among the app's runs. */
  'run.import': {
    input: z.object({ path: z.string().min(1), source: dataSource.optional() }),
    output: engineCalls['run.import'].output,
  },
  'run.rename': engineCalls['run.rename'],
  /** Puts one of the app's own runs aside; it can be taken back until the deleted runs are removed for good. */
  'run.delete': {
    input: z.object({ runFolder: z.string().min(1) }),
    output: z.object({ deleted: z.string() }),
  },
  /** Takes a deleted run back; `deleted` is what `run.delete` or `runs.listDeleted` named it. */
  'run.restore': { input: z.object({ deleted: z.string().min(1) }), output: runSummary },
  /** The runs that were deleted and can be taken back, newest first; `runFolder` is where each lies aside. */
  'runs.listDeleted': { input: nothing, output: z.object({ runs: z.array(runSummary) }) },
  /** Removes the deleted runs from the disk. */
  'runs.removeDeleted': { input: nothing, output: z.object({ removed: count }) },
  /** Makes the system's dialogs and menus, and the first frame of the next start, follow the window's theme. */
  'window.setTheme': { input: z.object({ theme: themeChoice }), output: nothing },
  /** What the menu bar has the system do: zoom, full screen, logs, about, quit. */
  'window.command': { input: z.object({ command: systemCommand }), output: nothing },
  'space.encode': engineCalls['space.encode'],
  'space.add': engineCalls['space.add'],
  'vectors.look': engineCalls['vectors.look'],
  'space.import': engineCalls['space.import'],
  'space.addColumns': engineCalls['space.addColumns'],
  'vectors.pair': engineCalls['vectors.pair'],
  'space.map': engineCalls['space.map'],
  'space.stopMap': engineCalls['space.stopMap'],
  'space.stopSearch': engineCalls['space.stopSearch'],
  'space.previewMap': engineCalls['space.previewMap'],
  'space.restoreMap': engineCalls['space.restoreMap'],
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
    input: z.object(tablePart),
    output: engineCalls['export.csv'].output.nullable(),
  },
  /** As the engine's, to where the user says; null when he changed his mind. */
  'export.embedding': { input: embeddingExport, output: written.nullable() },
  'export.grid': { input: gridExport, output: written.nullable() },
  'export.report': { input: reportExport, output: written.nullable() },
  'export.cancel': engineCalls['export.cancel'],
  /** Asks for a place and writes a picture that the window drew there; null when the user changed his mind. */
  'export.picture': {
    input: z.object({ name: z.string().min(1).max(120), png: uint8 }),
    output: z.object({ path: z.string(), bytes: count }).nullable(),
  },
  /** Lets the user choose a project file; null when he changed his mind. */
  'project.choose': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  /**
   * Reads a project file, and finds where its run and its images are now; the window may then read them. `runFolder` and
   * `vectors`: where the user found its run, or its file of vectors.
   */
  'project.open': {
    input: z.object({
      path: z.string().min(1),
      runFolder: z.string().min(1).optional(),
      vectors: z.string().min(1).optional(),
      /** Files of labels in the place of those that are missing. */
      labels: z.array(z.string().min(1)).optional(),
    }),
    output: openedProject,
  },
  /**
   * Writes the open project to its file; with `as`, or when none is open, to where the user says, under a name suggested;
   * `copy`: with a copy of its run, into a new folder. Null when the user changed his mind.
   */
  'project.save': {
    input: z.object({ content: projectContent, how: z.enum(['same', 'as', 'copy']), name: z.string() }),
    /** `leftOut`: files that a table names as its images and that are none, hidden, or elsewhere: they are not copied. */
    output: z.object({ saved: projectPlace.nullable(), leftOut: count }),
  },
  /** Tells which project is open, for the title and for quitting. */
  'project.tell': {
    input: z.object({ open: projectPlace.extend({ edited: z.boolean() }).nullable() }),
    output: nothing,
  },
  /** The project that the app was started with; later ones come as `project.asked`. */
  'project.atStart': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  /** What the user wants to become of the unsaved changes of the open project. */
  'project.askToLeave': { input: nothing, output: z.object({ answer: leaving }) },
  /** The projects opened or saved last. */
  'project.recent': { input: nothing, output: z.object({ recent: z.array(recentProject) }) },
  /** Takes one off the recent projects, or all; the files stay. */
  'project.forget': { input: z.object({ path: z.string().min(1).optional() }), output: nothing },
  /** Lets the user choose folders, or files, of images; none when he changed his mind. */
  'dialog.chooseImages': {
    input: z.object({ what: z.enum(['folders', 'files', 'vectors', 'weights']) }),
    output: z.object({ items: z.array(pickedItem) }),
  },
  /** Lets the user choose a run folder; null when he changed his mind. */
  'dialog.chooseRun': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  /** Sent by the bridge for what was dropped on the window; the window itself cannot name a path. */
  'files.dropped': {
    input: z.object({ paths: z.array(z.string().min(1)).min(1) }),
    output: z.object({ items: z.array(pickedItem) }),
  },
} as const satisfies Record<string, CallSchema>;

export const windowEvents = {
  ...engineEvents,
  'engine.status': engineStatus,
  'menu.action': z.object({ action: menuAction }),
  /** A project was chosen outside of the window: in the menu, on a command line, on the desktop. */
  'project.asked': z.object({ path: z.string() }),
  'project.recent': z.object({ recent: z.array(recentProject) }),
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
