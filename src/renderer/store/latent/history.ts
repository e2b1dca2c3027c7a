import type { Atelier } from '../atelier';
import { changeLatent } from './latent-change';
import { goTo } from '../map/selection';

const MOST = 200;

/** Notes that another image was chosen; one that was gone back or forward to is noted already. */
export function noteInHistory({ store }: Atelier, index: number | null): void {
  const { back, current } = store.getState().latent.history;
  if (index === null || index === current) return;
  changeLatent(store, 'history', {
    back: current === null ? back : [...back, current].slice(-MOST),
    current: index,
    forward: [],
  });
}

export function goBack(atelier: Atelier): void {
  const { back, current, forward } = atelier.store.getState().latent.history;
  const index = back.at(-1);
  if (index === undefined) return;
  changeLatent(atelier.store, 'history', {
    back: back.slice(0, -1),
    current: index,
    forward: current === null ? forward : [...forward, current],
  });
  goTo(atelier, index);
}

export function goForward(atelier: Atelier): void {
  const { back, current, forward } = atelier.store.getState().latent.history;
  const index = forward.at(-1);
  if (index === undefined) return;
  changeLatent(atelier.store, 'history', {
    back: current === null ? back : [...back, current],
    current: index,
    forward: forward.slice(0, -1),
  });
  goTo(atelier, index);
}
