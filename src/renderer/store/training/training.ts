import type { DataSource, DatasetSummary } from '../../../contract/dataset';
import {
  trainingConfig,
  type EpochMetrics,
  type TrainingAlarm,
  type TrainingConfig,
  type TrainingEnd,
  type TrainingProgress,
} from '../../../contract/training';
import type { Atelier } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import { leaveProject } from '../session/leave-project';
import { reporting, say, sentenceOf } from '../notices';
import { remedyFor } from './remedy';
import { epochsKept, loadHistory } from './history';
import { listRuns, openRun, showRun, sourceName } from './runs';
import { noReplay } from '../session/session-state';
import { setSettings } from '../session/settings';
import { abandonMapping, forgetImages, isMapping, isOwnTestSet, mapImages, testSetOf } from '../map/space';
import { nothingToldYet, type RunAtHand } from './training-state';
import type { Progress } from '../progress';
import { isActive } from './training-phase';
import { draftLatent, draftOf, readDraft, type TrainingDraft } from './training-draft';

export function setDraft(atelier: Atelier, fields: Partial<TrainingDraft>): void {
  const { draft } = atelier.store.getState().training;
  change(atelier.store, 'training', { draft: { ...draft, ...fields } });
}

/** Turns to the form for another run, or back to the run. */
export function showSetUp(atelier: Atelier, setUp: boolean): void {
  change(atelier.store, 'training', { setUp });
  const { summary, error } = atelier.store.getState().data;
  if (setUp && summary === null && error === null) void describeData(atelier);
}

/** Makes Fashion-MNIST what the next run trains on. */
export async function chooseFashionMnist(atelier: Atelier): Promise<void> {
  const source: DataSource = { kind: 'fashion-mnist' };
  change(atelier.store, 'data', { source, options: {}, summary: null, error: null });
  change(atelier.store, 'training', { setUp: true });
  await describeData(atelier);
}

/** Looks up how many images there are and of which classes; without that a run can be started all the same. */
async function describeData({ store, bridge }: Atelier): Promise<void> {
  const { data, training } = store.getState();
  const { source, options } = data;
  if (source === null) return;
  const isStill = () => store.getState().data.source === source;
  try {
    const latent = draftLatent(training.draft);
    const summary = await bridge.dataDescribe({ source, options, latent });
    if (isStill()) change(store, 'data', { summary });
  } catch (error) {
    if (isStill()) change(store, 'data', { error: sentenceOf(error) });
  }
}

/** Starts a run with the settings of the form. What the map shows belongs to another model, and goes. */
export async function startTraining(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  const { data, training } = store.getState();
  const read = readDraft(training.draft);
  if (data.source === null || !read.ok || isActive(training.phase)) return;
  if (store.getState().project !== null && !(await leaveProject(atelier))) return;
  const { source } = data;
  const { config, limit } = read;
  const options = limit === undefined ? data.options : { ...data.options, limit };
  abandonMapping(store);
  forgetImages(atelier);
  change(store, 'space', { request: null });
  store.setState({ replay: noReplay });
  change(store, 'training', {
    setUp: false,
    phase: 'starting',
    starting: { text: 'Reading the data', fraction: null },
    ...nothingToldYet(),
  });
  await reporting(store, async () => {
    try {
      const started = await bridge.trainingStart({ source, options, config, ...epochsKept(atelier) });
      begin(atelier, started, {
        runFolder: started.runFolder,
        name: folderName(started.runFolder),
        dataName: started.data.name,
        source,
        options,
        config,
        network: networkOf(started.data, config.latent),
        step: started.step,
        steps: started.steps,
        finished: false,
        shipped: false,
        best: null,
        checkpoint: 'last',
      });
    } catch (error) {
      const { cancelled } = store.getState().training;
      change(store, 'training', { phase: 'idle', starting: null, cancelled: false, setUp: true });
      if (!cancelled) throw error;
    }
  });
}

/** The most epochs a run may have. */
export const MOST_EPOCHS = trainingConfig.shape.epochs.unwrap().maxValue ?? Infinity;

/** Prolongs a run that is done, or that stopped early, by so many epochs; it then trains to their end. */
export async function trainMore(atelier: Atelier, more: number): Promise<void> {
  const { run, epochs } = atelier.store.getState().training;
  if (run === null) return;
  const done = epochs.at(-1)?.epoch ?? 0;
  const wanted = Math.min(MOST_EPOCHS, Math.max(run.config.epochs, done) + more);
  // One that stopped early goes on from there, and its unused epochs are among those that are asked for.
  const total = run.config.earlyStopping === null ? wanted : Math.min(MOST_EPOCHS, done + more);
  await resumeTraining(atelier, run.runFolder, { epochs: total, earlyStopping: null });
}

/** How long a run that is resumed goes on; what is left out stays as it was. */
type Prolonged = Pick<TrainingConfig, 'epochs' | 'earlyStopping'>;

/** Goes on with the run at hand from its last checkpoint; the map stays where it is. */
export async function resumeTraining(
  atelier: Atelier,
  runFolder: string,
  prolonged?: Prolonged,
): Promise<void> {
  const { store, bridge } = atelier;
  const { phase } = store.getState().training;
  if (isActive(phase)) return;
  change(store, 'training', {
    setUp: false,
    phase: 'starting',
    starting: { text: 'Reading the last checkpoint', fraction: null },
    end: null,
  });
  await reporting(store, async () => {
    try {
      const run = await runOf(atelier, runFolder);
      const resumed = await bridge.trainingResume({ runFolder, ...prolonged, ...epochsKept(atelier) });
      const config = { ...run.config, ...prolonged };
      const { step, steps } = resumed;
      begin(atelier, resumed, { ...run, config, step, steps, finished: false, checkpoint: 'last' });
      const { engine } = store.getState();
      store.setState({ engine: { ...engine, message: '', resumable: null } });
    } catch (error) {
      const { cancelled } = store.getState().training;
      change(store, 'training', { phase, starting: null, cancelled: false });
      if (!cancelled) throw error;
    }
  });
}

/** The run at hand; another one, after the window was loaded anew, is opened first. */
async function runOf(atelier: Atelier, runFolder: string): Promise<RunAtHand> {
  const { store, bridge } = atelier;
  const { run } = store.getState().training;
  if (run?.runFolder === runFolder) return run;
  const opened = showRun(atelier, await bridge.runOpen({ runFolder }));
  change(store, 'training', { phase: 'starting' });
  await loadHistory(atelier, runFolder);
  return opened;
}

function begin(atelier: Atelier, { data }: { data: DatasetSummary }, run: RunAtHand): void {
  const { store } = atelier;
  const { phase } = store.getState().training;
  change(store, 'training', {
    run,
    starting: null,
    cancelled: false,
    historyNotes: [],
    phase: phase === 'starting' ? 'running' : phase,
  });
  change(store, 'data', { summary: data });
  setSettings(atelier, { lastRun: run.runFolder });
}

export async function pauseTraining({ store, bridge }: Atelier): Promise<void> {
  await reporting(store, async () => {
    await bridge.trainingPause({});
  });
}

export async function continueTraining({ store, bridge }: Atelier): Promise<void> {
  await reporting(store, async () => {
    await bridge.trainingContinue({});
  });
}

/** Ends a run with a checkpoint, or one that is being set up without any. */
export async function stopTraining({ store, bridge }: Atelier): Promise<void> {
  const { phase } = store.getState().training;
  if (phase === 'starting')
    change(store, 'training', { cancelled: true, starting: { text: 'Cancelling', fraction: null } });
  else if (isActive(phase)) change(store, 'training', { phase: 'stopping' });
  await reporting(store, async () => {
    await bridge.trainingStop({});
  });
}

/** What the collapse alarm offers: the same data again, with settings that do not collapse. */
export async function trainWithRemedy(atelier: Atelier): Promise<void> {
  const { training, data } = atelier.store.getState();
  const { run } = training;
  if (run === null) return;
  const { limit, ...options } = run.options;
  const isSame = data.source !== null && sourceName(data.source) === sourceName(run.source);
  change(atelier.store, 'data', { source: run.source, options, summary: isSame ? data.summary : null });
  setDraft(atelier, draftOf({ ...run.config, ...remedyFor(run.config).changes }, limit));
  if (isActive(training.phase)) {
    change(atelier.store, 'training', { startAgain: true });
    if (training.phase !== 'stopping') await stopTraining(atelier);
  } else await startTraining(atelier);
}

/** Hears how far the setting up of a run is. */
export function hearStarting(store: AtelierStore, starting: Progress): void {
  if (!store.getState().training.cancelled) change(store, 'training', { starting });
}

export function hearProgress(atelier: Atelier, progress: TrainingProgress): void {
  const { store } = atelier;
  const { opening, training } = store.getState();
  const { curve, phase, run, end } = training;
  if (!isActive(phase)) {
    // The last reports of a run that is over may still be on their way.
    if (phase === 'interrupted' || end !== null) return;
    // A window that was loaded anew finds a run that goes on in the engine.
    if (run === null && opening === null) void openRun(atelier, progress.runFolder);
    if (run?.runFolder !== progress.runFolder) return;
  }
  curve.addStep(progress.step, progress.losses);
  const next = phase === 'stopping' ? 'stopping' : progress.state;
  change(store, 'training', { progress, phase: next, starting: null });
}

/** At the end of an epoch the map moves on, unless it is still busy with the one before. */
export function hearEpoch(atelier: Atelier, epoch: EpochMetrics): void {
  const { store } = atelier;
  const { training, space } = store.getState();
  training.curve.addEpoch(epoch);
  const earlier = training.epochs.filter((one) => one.epoch < epoch.epoch);
  const best = { epoch: epoch.epoch, step: epoch.step, elbo: epoch.test.elbo };
  change(store, 'training', {
    epochs: [...earlier, epoch],
    ...(training.run !== null && epoch.best ? { run: { ...training.run, best } } : {}),
  });
  const { run, phase } = store.getState().training;
  if (run === null || !isActive(phase) || isMapping(atelier)) return;
  // Someone who looks at other images with this model keeps them.
  if (space.request !== null && !isOwnTestSet(space.request)) return;
  void mapImages(atelier, testSetOf(run.dataName), epoch.step);
}

/** One alarm of a kind: the all-clear takes the place of what it clears, and is said aloud. */
export function hearAlarm({ store }: Atelier, alarm: TrainingAlarm): void {
  const { alarms } = store.getState().training;
  change(store, 'training', { alarms: [...alarms.filter(({ kind }) => kind !== alarm.kind), alarm] });
  if (!alarm.raised) say(store, 'success', alarm.sentence);
  else if (alarm.kind !== 'collapse') say(store, 'error', alarm.sentence);
}

/** The end of a run: the last weights get their map. */
export async function hearEnd(atelier: Atelier, end: TrainingEnd): Promise<void> {
  const { store } = atelier;
  const { training } = store.getState();
  const { run, startAgain } = training;
  change(store, 'training', {
    end,
    phase: 'ended',
    starting: null,
    alarms: [],
    startAgain: false,
    ...(run === null ? {} : { run: { ...run, step: end.step, finished: isFinished(end) } }),
  });
  if (end.reason === 'failed') say(store, 'error', end.message);
  if (end.reason === 'stopped-early') say(store, 'info', end.message);
  if (end.unsaved !== undefined) say(store, 'error', end.unsaved);
  void listRuns(atelier);
  if (startAgain) {
    await startTraining(atelier);
    return;
  }
  const { request, step } = store.getState().space;
  const isOwn = request === null || isOwnTestSet(request);
  if (end.reason !== 'failed' && run !== null && end.step > 0 && isOwn && step !== end.step)
    await mapImages(atelier, testSetOf(run.dataName), end.step);
}

function isFinished({ reason }: TrainingEnd): boolean {
  return reason === 'finished' || reason === 'stopped-early';
}

function networkOf(data: DatasetSummary, latent: number): RunAtHand['network'] {
  return { side: data.side, channels: data.channels, latent, parameterCount: data.parameterCount };
}

/** The last part of a path, of whichever system. */
export function folderName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}
