import type { LatentPath } from '../../../contract/space';
import type { Atelier } from '../../store/atelier';
import type { AtelierState } from '../../store/state';
import type { MapScene } from '../../scene/map-scene';
import { change } from '../../store/atelier-store';
import { replayedMap } from '../../store/training/replay';
import { colouringOf, type Colouring } from '../../store/map/legend';
import { dimmedNow, litRows } from '../../store/map/lit';
import { fadedPoints, pointColours } from './point-colours';

/** What the store drives of a scene. */
export type BoundScene = Pick<
  MapScene,
  | 'setPoints'
  | 'setThumbnails'
  | 'setColors'
  | 'setDimmed'
  | 'setFaded'
  | 'setSelection'
  | 'setPath'
  | 'bringIntoView'
  | 'viewChanges'
>;

/**
 * Milliseconds that the marks of what is chosen wait for its pixels at most: without a graphics card a frame of the map
 * would hold those up for longer.
 */
const PIXELS_FIRST_MS = 120;

/**
 * Lets the scene follow the store, without React: positions come several times a second while a map is made. The
 * returned function ends that; the scene stays its owner's to dispose of.
 */
export function bindMap(atelier: Atelier, scene: BoundScene): () => void {
  let drawn: AtelierState | null = null;
  let coloured: Colouring | null = null;
  let shown: Float32Array | null = null;
  let wasReplayed = false;
  let ended = false;
  /** The view as it was when another path was asked for; null when none is awaited. */
  let awaited: number | null = null;
  const mark = () => {
    const { a, b } = atelier.store.getState().selection;
    if (!ended) scene.setSelection([a, b].filter((index) => index !== null));
  };
  const follow = (state: AtelierState) => {
    const { embedding } = state.space;
    // Of an earlier epoch, while one turns back to it; else the newest.
    const { positions, dims } = replayedMap(state) ?? state.space;
    if (embedding === null || positions?.length !== embedding.n * dims) {
      if (drawn !== null) clear(scene);
      drawn = null;
      return;
    }
    const before = drawn;
    drawn = state;
    if (before === null || positions !== shown) {
      scene.setPoints({ n: embedding.n, dims, positions, animate: before !== null });
    }
    const isReplayed = positions !== state.space.positions;
    const replayChanged = isReplayed !== wasReplayed;
    [shown, wasReplayed] = [positions, isReplayed];
    const isNew = before === null || before.space.embedding?.n !== embedding.n || before.space.dims !== dims;
    const newImages = isNew || before.space.embedding !== embedding;
    const pictured = embedding.pixels.length === 0 ? 0 : embedding.n;
    const stored = newImages ? scene.setThumbnails({ ...embedding, n: pictured }) : null;
    const colouring = colouringOf(embedding, state.space.map, state.settings.colourBy);
    const recoloured = newImages || colouring !== coloured;
    coloured = colouring;
    if (recoloured) scene.setColors(pointColours(colouring));
    const { dimmed, range } = state.mapView;
    const rows = litRows(state);
    const relit = isNew || litRows(before) !== rows;
    if (recoloured || relit || before.mapView.dimmed !== dimmed || before.mapView.range !== range)
      scene.setDimmed(dimmedNow(colouring, state));
    if (relit) scene.setFaded(fadedPoints(embedding.n, rows));
    if (isNew) mark();
    else if (isChosenAnew(before, state)) void pixelsDrawn(atelier).then(mark);
    const newPath =
      isNew ||
      before.path.result !== state.path.result ||
      before.path.paths !== state.path.paths ||
      before.path.frame !== state.path.frame;
    // A path belongs to the newest map.
    if (newPath || replayChanged) drawPath(scene, isReplayed ? null : state);
    if (before !== null && stopsChanged(before, state)) awaited = scene.viewChanges;
    if (awaited !== null && before?.path.result !== state.path.result && state.path.result !== null) {
      // Not when the user has turned to something else meanwhile.
      const places =
        awaited === scene.viewChanges && !isReplayed ? positionsOf(state.path.result, state) : null;
      awaited = null;
      if (places !== null) scene.bringIntoView(places);
    }
    // Last, for it calls this function again.
    if (stored !== null && stored.thumbnails !== state.space.thumbnails)
      change(atelier.store, 'space', { thumbnails: stored.thumbnails });
  };
  follow(atelier.store.getState());
  const unsubscribe = atelier.store.subscribe(follow);
  return () => {
    ended = true;
    unsubscribe();
  };
}

function stopsChanged(before: AtelierState, now: AtelierState): boolean {
  return now.selection.b !== null && (isChosenAnew(before, now) || before.path.via !== now.path.via);
}

function isChosenAnew({ selection: before }: AtelierState, { selection: now }: AtelierState): boolean {
  return before.a !== now.a || before.b !== now.b;
}

/** When what is chosen is decoded and on its canvas, or takes longer than the map may wait. */
async function pixelsDrawn({ decode }: Atelier): Promise<void> {
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const drawn = async (): Promise<void> => {
    // What is chosen is asked for right after the store has changed; and it is drawn in a task of its own.
    await Promise.resolve();
    await decode.idle();
    await wait(0);
  };
  await Promise.race([drawn(), wait(PIXELS_FIRST_MS)]);
}

/** The path, and while ways are compared the others as well; null for none. */
function drawPath(scene: BoundScene, state: AtelierState | null): void {
  if (state === null || state.path.result === null) {
    scene.setPath(null);
    return;
  }
  const { result, paths, frame } = state.path;
  const others = paths
    .filter(({ method }) => method !== result.method)
    .map((other) => positionsOf(other, state))
    .filter((positions) => positions !== null);
  scene.setPath(positionsOf(result, state), frame, others);
}

/** A path that was found in a map of other dimensions cannot be drawn in this one. */
function positionsOf({ positions, steps }: LatentPath, { space }: AtelierState): Float32Array | null {
  return positions?.length === steps * space.dims ? positions : null;
}

function clear(scene: BoundScene): void {
  scene.setSelection([]);
  scene.setPath(null);
  scene.setPoints({ n: 0, dims: 3, positions: new Float32Array(0) });
}
