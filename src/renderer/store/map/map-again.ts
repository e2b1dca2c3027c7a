import type { Atelier } from '../atelier';
import { openProject } from '../session/project';
import { showAgain } from '../images/show-content';
import { layOut, mapImages, testSetOf } from './space';

/** Maps the test set of the run at hand, or again what the map shows: all of its data sets, with what was chosen of them. */
export async function mapAgain(atelier: Atelier): Promise<void> {
  const { space, training, project } = atelier.store.getState();
  if (project?.shown === false) {
    await openProject(atelier, project.path);
    return;
  }
  const request = space.request ?? testSetOf(training.run?.dataName ?? 'the data');
  if (request.vectors !== undefined && space.missing.length === 0) {
    await layOut(atelier, { fromLast: false });
    return;
  }
  if (request.joined === undefined && space.missing.length === 0) await mapImages(atelier, request);
  else await showAgain(atelier, { anew: true });
}
