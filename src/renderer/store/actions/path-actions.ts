import type { PathMethod } from '../../../contract/space';
import type { Atelier } from '../atelier';
import { scrubTo, setPathMethod, togglePlaying } from '../latent/path';
import type { Action } from './action';
import { needsPath } from './requirements';

function step(by: 1 | -1): (atelier: Atelier) => void {
  return (atelier) => scrubTo(atelier, atelier.store.getState().path.frame + by);
}

function methodAction(method: PathMethod, title: string): Action {
  return {
    id: `path-${method}`,
    title,
    group: 'Path',
    whyNot: needsPath,
    run: (atelier) => setPathMethod(atelier, method),
  };
}

export const pathActions: readonly Action[] = [
  {
    id: 'play-path',
    title: 'Play or Stop the Path',
    group: 'Path',
    keys: 'Space',
    whyNot: needsPath,
    run: togglePlaying,
  },
  { id: 'frame-back', title: 'One Frame Back', group: 'Path', keys: ',', whyNot: needsPath, run: step(-1) },
  { id: 'frame-on', title: 'One Frame On', group: 'Path', keys: '.', whyNot: needsPath, run: step(1) },
  methodAction('lerp', 'Straight Path'),
  methodAction('slerp', 'Spherical Path'),
  methodAction('graph', 'Path Along the Data'),
];
