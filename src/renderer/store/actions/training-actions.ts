import { openRun } from '../training/runs';
import { toggleReplay } from '../training/replay';
import { setChart } from '../session/settings';
import {
  continueTraining,
  pauseTraining,
  resumeTraining,
  showSetUp,
  startTraining,
  stopTraining,
  trainMore,
} from '../training/training';
import { isActive } from '../training/training-phase';
import { readDraft } from '../training/training-draft';
import type { AtelierState } from '../state';
import { menuAction, type Action } from './action';
import { needsRun, notWhileTraining } from './requirements';

/** What "train more" adds from the palette. */
const MORE_EPOCHS = 10;

function whyNotStart(state: AtelierState): string | null {
  const { data, training } = state;
  if (isActive(training.phase)) return 'A run is being trained; stop it first.';
  if (data.source === null) return 'Choose Fashion-MNIST or a folder of images first.';
  if (!training.setUp) return 'Turn to the settings of a new run first.';
  return readDraft(training.draft).ok ? null : 'Mend the marked settings first.';
}

export const trainingActions: readonly Action[] = [
  menuAction('start-training', { group: 'Training', whyNot: whyNotStart, run: startTraining }),
  menuAction('pause-training', {
    group: 'Training',
    whyNot: ({ training: { phase } }) =>
      phase === 'running' || phase === 'pausing' || phase === 'paused' ? null : 'No run is being trained.',
    run: (atelier) =>
      atelier.store.getState().training.phase === 'running'
        ? pauseTraining(atelier)
        : continueTraining(atelier),
  }),
  menuAction('stop-training', {
    group: 'Training',
    whyNot: ({ training: { phase } }) => (isActive(phase) ? null : 'No run is being trained.'),
    run: stopTraining,
  }),
  {
    id: 'resume-training',
    title: 'Go On With the Run',
    group: 'Training',
    whyNot: (state) => {
      const { run } = state.training;
      if (run?.finished === true) return 'The run has done all its epochs.';
      return notWhileTraining(state) ?? needsRun(state);
    },
    run: async (atelier) => {
      const { run } = atelier.store.getState().training;
      if (run !== null) await resumeTraining(atelier, run.runFolder);
    },
  },
  {
    id: 'train-more',
    title: `Train ${MORE_EPOCHS} More Epochs`,
    group: 'Training',
    whyNot: (state) => notWhileTraining(state) ?? needsRun(state),
    run: (atelier) => trainMore(atelier, MORE_EPOCHS),
  },
  {
    id: 'new-run',
    title: 'Settings of a New Run',
    group: 'Training',
    whyNot: (state) => notWhileTraining(state) ?? needsRun(state),
    run: (atelier) => showSetUp(atelier, true),
  },
  {
    id: 'open-best',
    title: 'Use the Weights of the Best Epoch',
    group: 'Training',
    whyNot: (state) => {
      const { run } = state.training;
      return notWhileTraining(state) ?? (run?.best == null ? 'The run has no best epoch.' : null);
    },
    run: async (atelier) => {
      const { run } = atelier.store.getState().training;
      if (run !== null) await openRun(atelier, run.runFolder, 'best');
    },
  },
  {
    id: 'replay',
    title: 'Replay the Epochs',
    group: 'Training',
    whyNot: ({ training }) => (training.epochs.length < 2 ? 'There are no two epochs yet.' : null),
    run: toggleReplay,
  },
  {
    id: 'log-scale',
    title: 'Logarithmic or Linear Losses',
    group: 'Training',
    whyNot: needsRun,
    run: (atelier) => setChart(atelier, { log: !atelier.store.getState().settings.chart.log }),
  },
];
