import type { DataSource } from '../../contract/dataset';
import type { RunSummary } from '../../contract/run';
import type { Atelier } from './atelier';
import { change } from './atelier-store';
import { LossCurve } from './loss-curve';
import { reporting } from './notices';
import { setSettings } from './settings';
import { abandonMapping, forgetImages, mapImages, testSetOf } from './space';
import type { RunAtHand } from './state';
import { draftOf } from './training-draft';

/** Looks up the app's runs for the welcome page. */
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
export async function openRun(atelier: Atelier, runFolder: string): Promise<void> {
  const { store, bridge } = atelier;
  store.setState({ opening: runFolder });
  // A run that cannot be opened must not be tried again at every start.
  setSettings(atelier, { lastRun: null });
  await reporting(store, async () => {
    try {
      const summary = await bridge.runOpen({ runFolder });
      showRun(atelier, summary);
    } finally {
      store.setState({ opening: null });
    }
    await mapImages(atelier, testSetOf(store.getState().training.run?.dataName ?? 'the data'));
  });
}

/** Makes what is known of a run what the window shows; its images are not encoded yet. */
export function showRun(atelier: Atelier, summary: RunSummary): RunAtHand {
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
    curve: LossCurve.fromEpochs(summary.metrics),
    samples: null,
    end: null,
  });
  setSettings(atelier, { lastRun: summary.runFolder });
  return run;
}

/** A data set's name as a person would say it. */
export function sourceName(source: DataSource): string {
  if (source.kind === 'fashion-mnist') return 'Fashion-MNIST';
  return source.path.split(/[\\/]/).findLast((part) => part !== '') ?? source.path;
}
