import type { Atelier } from '../atelier';
import { reporting } from '../notices';
import { compareWithSaved } from './project-content';
import { saveProject } from './save-project';
import { setSettings } from './settings';

/** Asks once what is to become of unsaved changes, and leaves the open project; false: it is not left. */
export async function leaveProject(atelier: Atelier): Promise<boolean> {
  const { store, bridge } = atelier;
  compareWithSaved(atelier);
  const { project } = store.getState();
  if (project === null) return true;
  let mayLeave = !project.edited;
  if (project.edited) {
    await reporting(store, async () => {
      const { answer } = await bridge.projectAskToLeave({});
      mayLeave = answer === 'discard' || (answer === 'save' && (await saveProject(atelier)));
    });
  }
  if (mayLeave) forgetProject(atelier);
  return mayLeave;
}

/** No project is open any more. */
export function forgetProject(atelier: Atelier): void {
  if (atelier.store.getState().project === null) return;
  atelier.store.setState({ project: null });
  setSettings(atelier, { lastProject: null });
}
