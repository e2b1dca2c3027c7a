import type { Atelier } from '../atelier';
import { reporting, say } from '../notices';
import type { Action } from './action';
import { exportActions } from './export-actions';
import { latentActions } from './latent-actions';
import { mapActions } from './map-actions';
import { otherWords } from './other-words';
import { pathActions } from './path-actions';
import { projectActions } from './project-actions';
import { sessionActions } from './session-actions';
import { trainingActions } from './training-actions';
import { windowActions } from './window-actions';

const named: readonly Action[] = [
  ...sessionActions,
  ...projectActions,
  ...exportActions,
  ...trainingActions,
  ...mapActions,
  ...latentActions,
  ...pathActions,
  ...windowActions,
];

/** Everything that can be done by name, with the words by which people look for it. */
export const allActions: readonly Action[] = named.map((action) => {
  const words = otherWords[action.id];
  return words === undefined ? action : { ...action, words };
});

/** Does what an action stands for, or says why that is not possible now. */
export async function runAction(atelier: Atelier, action: Action): Promise<void> {
  const why = action.whyNot?.(atelier.store.getState()) ?? null;
  if (why !== null) {
    say(atelier.store, 'info', why);
    return;
  }
  await reporting(atelier.store, async () => {
    await action.run(atelier);
  });
}
