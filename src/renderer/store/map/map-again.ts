import type { Atelier } from '../atelier';
import { putView, viewOf } from '../session/session-view';
import { showImages } from '../images/show-images';
import { layOut, mapImages, testSetOf } from './space';

/** Maps the test set of the run at hand, or again what the map shows: all of its data sets, with what was chosen of them. */
export async function mapAgain(atelier: Atelier): Promise<void> {
  const { space, training } = atelier.store.getState();
  const request = space.request ?? testSetOf(training.run?.dataName ?? 'the data');
  if (request.foreign === true) return layOut(atelier, { fromLast: false });
  const { joined } = request;
  if (joined === undefined) return mapImages(atelier, request);
  const view = viewOf(atelier);
  if ((await showImages(atelier, joined.first, joined.added)) === null) return;
  await layOut(atelier, { fromLast: false });
  if (view !== null) putView(atelier, view);
}
