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
    const { saved, leftOut } = await bridge.projectSave({
      content,
      how,
      name: name === '' ? 'Project' : name,
    });
    if (saved === null) return;
    done = true;
    if (how === 'copy') {
      const held = [
        ...(content.run === null ? [] : ['run']),
        ...(content.shown.vectors === undefined ? [] : ['vectors']),
      ].join(' and its ');
      const files =
        leftOut === 1 ? 'One file that its table names is' : `${leftOut} files that its table names are`;
      const note = leftOut === 0 ? '' : ` ${files} not copied: no image, hidden, or a link to elsewhere.`;
      say(
        store,
        'success',
        `${saved.path} is saved with a copy of its ${held}: its folder moves as one.${note}`,
      );
      return;
    }
    store.setState({ project: { ...saved, edited: false, saved: key, shown: true } });
    setSettings(atelier, { lastProject: saved.path });
    say(store, 'success', `Saved ${saved.path}`);
  });
  return done;
}
