import type { Atelier } from '../atelier';
import { compareWithSaved } from './project-content';
import { openProject } from './project';
import { reporting } from '../notices';

const SETTLE_MS = 200;

/** Tells main which project is open and whether it was changed, and hears of others; the returned function ends that. */
export function watchProject(atelier: Atelier): () => void {
  const { store, bridge } = atelier;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ends = [
    bridge.on('project.asked', ({ path }) => void openProject(atelier, path)),
    bridge.on('project.recent', ({ recent }) => store.setState({ recentProjects: recent })),
    store.subscribe(
      ({ selection, path, mapView, groups, space, latent, settings, training }) =>
        [selection, path, mapView, groups, space, latent.pins, settings, training.run] as const,
      () => {
        clearTimeout(timer);
        timer = setTimeout(() => compareWithSaved(atelier), SETTLE_MS);
      },
      { equalityFn: (first, second) => first.every((one, at) => one === second[at]) },
    ),
    store.subscribe(
      ({ project }) => (project === null ? null : `${String(project.edited)} ${project.path}`),
      () => void tell(atelier),
    ),
  ];
  return () => {
    clearTimeout(timer);
    ends.forEach((end) => end());
  };
}

async function tell({ store, bridge }: Atelier): Promise<void> {
  await reporting(store, async () => {
    const { project } = store.getState();
    const open = project === null ? null : { path: project.path, name: project.name, edited: project.edited };
    await bridge.projectTell({ open });
  });
}
