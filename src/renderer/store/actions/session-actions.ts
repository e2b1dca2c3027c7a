import { exportCsv } from '../images/export';
import { chooseImages } from '../images/folder-preview';
import { leaveProject } from '../session/leave-project';
import { deleteRun } from '../training/run-shelf';
import { chooseRun, closeRun, openStarter } from '../training/runs';
import { clearSelection } from '../map/selection';
import { chooseFashionMnist } from '../training/training';
import type { Atelier } from '../atelier';
import { menuAction, type Action } from './action';
import { needsImages, needsRun, notWhileTraining } from './requirements';

/** In a field of text the text is meant, and not the session. */
function inText(command: 'undo' | 'redo'): boolean {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || !element.matches('input, textarea, [contenteditable]'))
    return false;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else reaches the field's own history
  return document.execCommand(command);
}

export const sessionActions: readonly Action[] = [
  menuAction('open-starter', { group: 'Session', whyNot: notWhileTraining, run: openStarter }),
  menuAction('train-fashion-mnist', {
    group: 'Session',
    whyNot: notWhileTraining,
    run: chooseFashionMnist,
  }),
  menuAction('choose-images', { group: 'Session', run: chooseImages }),
  menuAction('open-run', { group: 'Session', whyNot: notWhileTraining, run: chooseRun }),
  menuAction('show-runs', {
    group: 'Session',
    run: ({ store }) => store.setState({ dialog: 'runs' }),
  }),
  {
    id: 'rename-run',
    title: 'Rename a Run…',
    group: 'Session',
    run: ({ store }) => store.setState({ dialog: 'runs' }),
  },
  {
    id: 'delete-run',
    title: 'Delete the Open Run',
    group: 'Session',
    whyNot: (state) =>
      notWhileTraining(state) ??
      needsRun(state) ??
      (state.training.run?.shipped === true ? 'The starter model came with the app and stays.' : null),
    run: async (atelier) => {
      const { run } = atelier.store.getState().training;
      if (run !== null) await deleteRun(atelier, run.runFolder);
    },
  },
  menuAction('show-welcome', {
    group: 'Session',
    whyNot: (state) =>
      notWhileTraining(state) ??
      (state.data.source === null && state.training.run === null ? 'This is the welcome page.' : null),
    run: async (atelier) => {
      if (await leaveProject(atelier)) closeRun(atelier);
    },
  }),
  menuAction('export-csv', { group: 'Session', whyNot: needsImages, run: exportCsv }),
  menuAction('undo', {
    group: 'Session',
    whyNot: ({ undo }) => (undo.undo === null ? 'There is nothing to undo.' : null),
    object: ({ undo }) => undo.undo,
    run: (atelier: Atelier) => {
      if (!inText('undo')) atelier.undo.undo(atelier);
    },
  }),
  menuAction('redo', {
    group: 'Session',
    whyNot: ({ undo }) => (undo.redo === null ? 'There is nothing to do again.' : null),
    object: ({ undo }) => undo.redo,
    run: (atelier: Atelier) => {
      if (!inText('redo')) atelier.undo.redo(atelier);
    },
  }),
  {
    id: 'choose-nothing',
    title: 'Choose Nothing',
    group: 'Session',
    keys: 'Escape',
    whyNot: ({ selection }) => (selection.a === null ? 'No image is chosen.' : null),
    run: clearSelection,
  },
];
