import type { Atelier } from '../../store/atelier';
import type { AtelierState } from '../../store/state';
import type { MapScene } from '../../scene/map-scene';
import { change } from '../../store/atelier-store';
import { dimmedPoints, legendOf, pointColours, shownColourBy } from './point-colours';

/** What the store drives of a scene. */
export type BoundScene = Pick<
  MapScene,
  'setPoints' | 'setThumbnails' | 'setColors' | 'setDimmed' | 'setSelection' | 'setPath'
>;

/**
 * Lets the scene follow the store, without React: positions come several times a second while a map is made. The
 * returned function ends that; the scene stays its owner's to dispose of.
 */
export function bindMap(atelier: Atelier, scene: BoundScene): () => void {
  let drawn: AtelierState | null = null;
  const follow = (state: AtelierState) => {
    const { embedding, positions, dims } = state.space;
    if (embedding === null || positions?.length !== embedding.n * dims) {
      if (drawn !== null) clear(scene);
      drawn = null;
      return;
    }
    const before = drawn;
    drawn = state;
    if (before?.space.positions !== positions) {
      scene.setPoints({ n: embedding.n, dims, positions, animate: before !== null });
    }
    const isNew = before === null || before.space.embedding?.n !== embedding.n || before.space.dims !== dims;
    const newImages = isNew || before.space.embedding !== embedding;
    const stored = newImages ? scene.setThumbnails(embedding) : null;
    if (newImages || before.settings.colourBy !== state.settings.colourBy) {
      const colourBy = shownColourBy(state.settings.colourBy, embedding);
      scene.setColors(pointColours(embedding, colourBy, legendOf(embedding, colourBy)));
    }
    if (
      isNew ||
      before.space.dimmed !== state.space.dimmed ||
      before.settings.colourBy !== state.settings.colourBy
    )
      scene.setDimmed(dimmedPoints(embedding, state.space.dimmed, state.settings.colourBy));
    if (isNew || before.selection !== state.selection) {
      const { a, b } = state.selection;
      scene.setSelection([a, b].filter((index) => index !== null));
    }
    if (isNew || before.path.result !== state.path.result || before.path.frame !== state.path.frame)
      scene.setPath(pathPositions(state), state.path.frame);
    // Last, for it calls this function again.
    if (stored !== null && stored.thumbnails !== state.space.thumbnails)
      change(atelier.store, 'space', { thumbnails: stored.thumbnails });
  };
  follow(atelier.store.getState());
  return atelier.store.subscribe(follow);
}

/** A path that was found in a map of other dimensions cannot be drawn in this one. */
function pathPositions({ path, space }: AtelierState): Float32Array | null {
  if (path.result === null) return null;
  const { positions, steps } = path.result;
  return positions?.length === steps * space.dims ? positions : null;
}

function clear(scene: BoundScene): void {
  scene.setSelection([]);
  scene.setPath(null);
  scene.setPoints({ n: 0, dims: 3, positions: new Float32Array(0) });
}
