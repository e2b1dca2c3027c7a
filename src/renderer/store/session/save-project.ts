import type { Atelier } from '../atelier';
import { reporting, say } from '../notices';
import { contentKey, contentOf } from './project-content';
import { setSettings } from './settings';

/**
 * Saves what is at hand as a project: to its file, under another name, or as a copy with its run or vectors in a folder
 * of its own, which leaves the open project as it is. False when that failed or the user changed his mind.
 */
export async function saveProject(atelier: Atelier, how: 'same' | 'as' | 'copy' = 'same'): Promise<boolean> {
  const { store, bridge } = atelier;
  const content = contentOf(atelier);
  if (content === null) return false;
  const { project, training, space } = store.getState();
  const key = contentKey(atelier) ?? '';
  const title = training.run?.name ?? space.request?.title.replace(/\.\w+$/, '') ?? '';
  const name = (project?.name ?? title).replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-').trim();
  let done = false;
  await reporting(store, async () => {
    const { saved } = await bridge.projectSave({ content, how, name: name === '' ? 'Project' : name });
    if (saved === null) return;
    done = true;
    if (how === 'copy') {
      const held = [
        ...(content.run === null ? [] : ['run']),
        ...(content.shown.vectors === undefined ? [] : ['vectors']),
      ].join(' and its ');
      say(store, 'success', `${saved.path} is saved with a copy of its ${held}: its folder moves as one.`);
      return;
    }
    store.setState({ project: { ...saved, edited: false, saved: key, shown: true } });
    setSettings(atelier, { lastProject: saved.path });
    say(store, 'success', `Saved ${saved.path}`);
  });
  return done;
}
