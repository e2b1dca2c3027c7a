import { drawSamples } from '../latent/samples';
import { decodeMiddle } from '../latent/decode-anywhere';
import { goBack, goForward } from '../latent/history';
import { setTab } from '../latent/latent-change';
import type { LatentTab } from '../latent/latent-state';
import { exportPath, toggleComparison } from '../latent/path';
import { togglePin } from '../latent/pins';
import { focused } from '../map/selection';
import { resetSliders } from '../latent/sliders';
import type { PathFormat } from '../../../contract/latent';
import type { Action } from './action';
import { needsImages, needsMap, needsPath } from './requirements';

function tabAction(tab: LatentTab, title: string): Action {
  return {
    id: `inspect-${tab}`,
    title,
    group: 'Map',
    whyNot: needsImages,
    run: (atelier) => setTab(atelier, tab),
  };
}

function exportAction(format: PathFormat, title: string): Action {
  return {
    id: `export-path-${format}`,
    title,
    group: 'Path',
    whyNot: needsPath,
    run: (atelier) => exportPath(atelier, format),
  };
}

export const latentActions: readonly Action[] = [
  {
    id: 'history-back',
    title: 'Back to the Image Before',
    group: 'Map',
    keys: '[',
    whyNot: ({ latent }) =>
      latent.history.back.length === 0 ? 'No image was chosen before this one.' : null,
    run: goBack,
  },
  {
    id: 'history-forward',
    title: 'Forward to the Image After',
    group: 'Map',
    keys: ']',
    whyNot: ({ latent }) => (latent.history.forward.length === 0 ? 'This is the last image chosen.' : null),
    run: goForward,
  },
  {
    id: 'toggle-pin',
    title: 'Pin or Unpin the Image',
    group: 'Map',
    keys: 'K',
    whyNot: ({ selection }) => (focused(selection) === null ? 'No image is chosen.' : null),
    run: (atelier) => {
      const index = focused(atelier.store.getState().selection);
      if (index !== null) togglePin(atelier, index);
    },
  },
  {
    id: 'decode-middle',
    title: 'Decode the Middle of the View',
    group: 'Map',
    keys: 'D',
    whyNot: needsMap,
    run: decodeMiddle,
  },
  tabAction('image', 'Inspect the Image'),
  tabAction('sliders', 'Latent Sliders'),
  {
    id: 'reset-sliders',
    title: 'Reset All Sliders',
    group: 'Map',
    whyNot: ({ latent }) => (latent.sliders.moved.size === 0 ? 'No slider was moved.' : null),
    run: resetSliders,
  },
  {
    id: 'draw-samples',
    title: 'Samples of Prior and Data',
    group: 'Map',
    whyNot: needsImages,
    run: (atelier) => {
      setTab(atelier, 'samples');
      if (atelier.store.getState().latent.samples.result === null) drawSamples(atelier);
    },
  },
  tabAction('arithmetic', 'Latent Arithmetic: A − B + C'),
  {
    id: 'compare-paths',
    title: 'Compare the Ways of a Path',
    group: 'Path',
    whyNot: needsPath,
    run: toggleComparison,
  },
  exportAction('gif', 'Export the Path as GIF…'),
  exportAction('png', 'Export the Path as a Strip…'),
  exportAction('csv', 'Export the Path as CSV…'),
];
