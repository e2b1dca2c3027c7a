import type { DataSource } from '../../../contract/dataset';
import type { RunSummary } from '../../../contract/run';
import type { CheckpointChoice } from '../../../contract/training';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { forgetProject, leaveProject } from '../session/leave-project';
import { loadHistory } from './history';
import { LossCurve } from './loss-curve';
import { reporting, say } from '../notices';
import { noReplay } from '../session/session-state';
import { setSettings } from '../session/settings';
import { abandonMapping, forgetImages, mapImages, testSetOf } from '../map/space';
import { nothingToldYet, type RunAtHand } from './training-state';
import { draftOf } from './training-draft';
import { isActive } from './training-phase';

/** Looks up the app's runs. */
export async function listRuns({ store, bridge }: Atelier): Promise<void> {
  await reporting(store, async () => {
    const { runs } = await bridge.runsList({});
    store.setState({ runs });
  });
}

/** Lets the user choose a run's folder and opens it. */
export async function chooseRun(atelier: Atelier): Promise<void> {
  await reporting(atelier.store, async () => {
    const { path } = await atelier.bridge.dialogChooseRun({});
    if (path !== null) await openRun(atelier, path);
  });
}

/** Makes a run's model the one at hand, shows what is known of its training, and maps its test set. */
export async function openRun(
  atelier: Atelier,
  runFolder: string,
  checkpoint: CheckpointChoice = 'last',
): Promise<void> {
  const { bridge } = atelier;
  const isSame = atelier.store.getState().training.run?.runFolder === runFolder;
  if (!isSame && !(await leaveProject(atelier))) return;
  const summary = await openAndShow(atelier, runFolder, {
    checkpoint,
    open: () => bridge.runOpen(checkpoint === 'last' ? { runFolder } : { runFolder, checkpoint }),
  });
  if (summary !== null && checkpoint === 'best' && summary.best !== null) {
    const { epoch } = summary.best;
    say(atelier.store, 'info', `The model at hand is that of epoch ${epoch}, the best one.`);
  }
}

/** Opens the model that came with the app: a full latent space at once. */
export async function openStarter(atelier: Atelier): Promise<void> {
  if (!(await leaveProject(atelier))) return;
  await openAndShow(atelier, 'starter', { open: () => atelier.bridge.runOpenStarter({}) });
}

interface Opening {
  checkpoint?: CheckpointChoice;
  open: () => Promise<RunSummary>;
  /** What then comes into the map; by default the run's own test set. */
  showImages?: (run: RunAtHand) => Promise<void>;
}

/** Opens, shows and maps a run; null when that failed, or when a run is being trained or opened. */
export async function openAndShow(
  atelier: Atelier,
  name: string,
  { checkpoint = 'last', open, showImages }: Opening,
): Promise<RunSummary | null> {
  const { store } = atelier;
  const state = store.getState();
  if (state.opening !== null || isActive(state.training.phase)) return null;
  store.setState({ opening: name });
  // A run that cannot be opened must not be tried again at every start.
  setSettings(atelier, { lastRun: null });
  let summary: RunSummary | null = null;
  await reporting(store, async () => {
    let run: RunAtHand;
    try {
      summary = await open();
      run = showRun(atelier, summary, checkpoint);
    } finally {
      store.setState({ opening: null });
    }
    const history = loadHistory(atelier, run.runFolder);
    await (showImages?.(run) ?? mapImages(atelier, testSetOf(run.dataName)));
    await history;
  });
  return summary;
}

/** Takes everything off the screen: the window is as at the first start. A run in training is not left. */
export function closeRun(atelier: Atelier): void {
  const { store } = atelier;
  if (isActive(store.getState().training.phase)) return;
  abandonMapping(store);
  forgetImages(atelier);
  change(store, 'space', { request: null });
  store.setState({ replay: noReplay });
  change(store, 'data', { source: null, options: {}, summary: null, error: null });
  change(store, 'training', { setUp: true, phase: 'idle', starting: null, ...nothingToldYet() });
  setSettings(atelier, { lastRun: null });
  forgetProject(atelier);
  void listRuns(atelier);
}

/** Makes what is known of a run what the window shows; its images are not encoded yet. */
export function showRun(
  atelier: Atelier,
  summary: RunSummary,
  checkpoint: CheckpointChoice = 'last',
): RunAtHand {
  const { store } = atelier;
  const { source, options, config, network } = summary.description;
  abandonMapping(store);
  forgetImages(atelier);
  change(store, 'space', { request: null });
  const run: RunAtHand = {
    runFolder: summary.runFolder,
    name: summary.name,
    dataName: sourceName(source),
    source,
    options,
    config,
    network,
    step: summary.step,
    steps: summary.steps,
    finished: summary.finished,
    shipped: summary.description.shipped === true,
    best: summary.best,
    checkpoint,
  };
  const { limit, ...rest } = options;
  change(store, 'data', { source, options: rest, summary: null, error: null });
  change(store, 'training', {
    draft: draftOf(config, limit),
    setUp: false,
    phase: 'ended',
    starting: null,
    run,
    progress: null,
    epochs: summary.metrics,
    curve: LossCurve.fromRun(summary.metrics),
    samples: null,
    historyNotes: [],
    end: null,
    alarms: [],
  });
  store.setState({ replay: noReplay });
  setSettings(atelier, { lastRun: summary.runFolder });
  return run;
}

/** A data set's name as a person would say it. */
export function sourceName(source: DataSource): string {
  if (source.kind === 'fashion-mnist') return 'Fashion-MNIST';
  const paths = source.kind === 'folder' ? [source.path] : source.paths;
  const [first = '', ...others] = paths;
  const name = first.split(/[\\/]/).findLast((part) => part !== '') ?? first;
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}
