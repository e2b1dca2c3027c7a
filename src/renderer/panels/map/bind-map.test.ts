import { expect, it, vi } from 'vitest';
import { timeLimits } from '../../../contract/testing/time-limits';
import type { DecodedImages } from '../../../contract/space';
import { setPathMethod, toggleComparison } from '../../store/latent/path';
import { showEpoch } from '../../store/training/replay';
import { select, selectSecond } from '../../store/map/selection';
import { mapImages, testSetOf } from '../../store/map/space';
import { chooseFashionMnist, startTraining } from '../../store/training/training';
import { decodedLatents, embedding, latentMap } from '../../testing/made-space';
import { epochMetrics } from '../../testing/made-runs';
import { fakeAtelier } from '../../testing/fake-atelier';
import { later, settled } from '../../testing/waiting';
import { bindMap, type BoundScene } from './bind-map';

/** A scene that draws nothing, has room for this many thumbnails and notes what it is told. */
function fakeScene(room: number): { scene: BoundScene; told: string[] } {
  const told: string[] = [];
  const note = (call: string) => () => void told.push(call);
  const scene: BoundScene = {
    setPoints: note('points'),
    setColors: note('colours'),
    setDimmed: note('dimmed'),
    setFaded: note('faded'),
    setSelection: note('selection'),
    setPath: note('path'),
    bringIntoView: note('into view'),
    viewChanges: 0,
    setThumbnails: ({ n, side }) => {
      told.push('thumbnails');
      return { thumbnails: Math.min(n, room), side };
    },
  };
  return { scene, told };
}

it('tells the window how many points have a thumbnail, once for each set of images', async () => {
  const { atelier } = fakeAtelier();
  const { scene, told } = fakeScene(4);
  const end = bindMap(atelier, scene);
  await mapImages(atelier, testSetOf('x'));
  expect(atelier.store.getState().space.thumbnails).toBe(4);
  expect(told.filter((call) => call === 'thumbnails')).toHaveLength(1);
  expect(told.filter((call) => call === 'colours')).toHaveLength(1);
  end();
});

it('draws the other ways of a path as well, while they are compared', async () => {
  const { atelier } = fakeAtelier();
  const others: number[] = [];
  const { scene } = fakeScene(6);
  const end = bindMap(atelier, {
    ...scene,
    setPath: (_positions, _frame, more) => void others.push(more?.length ?? 0),
  });
  await mapImages(atelier, testSetOf('x'));
  select(atelier, 0);
  selectSecond(atelier, 3);
  await settled();
  expect(others.at(-1)).toBe(0);
  toggleComparison(atelier);
  await settled();
  expect(others.at(-1)).toBe(2);
  toggleComparison(atelier);
  await settled();
  expect(others.at(-1)).toBe(0);
  end();
});

it('brings a new path into view, once, and not when the user has turned elsewhere meanwhile', async () => {
  const { atelier } = fakeAtelier();
  const { scene, told } = fakeScene(6);
  let viewChanges = 0;
  const end = bindMap(atelier, {
    ...scene,
    get viewChanges() {
      return viewChanges;
    },
  });
  const brought = () => told.filter((call) => call === 'into view').length;
  await mapImages(atelier, testSetOf('x'));
  select(atelier, 0);
  selectSecond(atelier, 3);
  await settled();
  expect(brought()).toBe(1);
  // The same stops by another way are where they were.
  setPathMethod(atelier, 'lerp');
  await settled();
  expect(brought()).toBe(1);
  selectSecond(atelier, 4);
  viewChanges += 1;
  await settled();
  expect(brought()).toBe(1);
  end();
});

it('leaves points that have no images without thumbnails', async () => {
  const { atelier } = fakeAtelier({
    spaceEncode: () => Promise.resolve(embedding({ pixels: new Uint8Array() })),
  });
  const { scene } = fakeScene(4);
  const end = bindMap(atelier, scene);
  await mapImages(atelier, testSetOf('x'));
  expect(atelier.store.getState().space.thumbnails).toBe(0);
  end();
});

it('shows the map of an earlier epoch without the newest map’s path, and the newest again', async () => {
  let made = 0;
  const { atelier, emit } = fakeAtelier({
    spaceMap: () => {
      made += 1;
      return Promise.resolve(latentMap({ positions: new Float32Array(18).fill(made) }));
    },
  });
  const shown: number[] = [];
  const paths: boolean[] = [];
  const { scene } = fakeScene(6);
  const end = bindMap(atelier, {
    ...scene,
    setPoints: ({ positions }) => void shown.push(positions[0] ?? 0),
    setPath: (positions) => void paths.push(positions !== null),
  });
  await chooseFashionMnist(atelier);
  await startTraining(atelier);
  for (const epoch of [1, 2]) {
    emit('training.epoch', epochMetrics(epoch));
    await settled();
  }
  select(atelier, 0);
  selectSecond(atelier, 3);
  await settled();
  expect(paths.at(-1)).toBe(true);
  showEpoch(atelier, 1);
  expect([shown.at(-1), paths.at(-1)]).toEqual([1, false]);
  showEpoch(atelier, null);
  expect([shown.at(-1), paths.at(-1)]).toEqual([2, true]);
  end();
});

it('marks what is chosen once it is decoded, and does not wait long for that', async () => {
  const answer = later<DecodedImages>();
  const { atelier } = fakeAtelier({ spaceDecode: () => answer.promise });
  const marked: (readonly number[])[] = [];
  const { scene } = fakeScene(6);
  const end = bindMap(atelier, { ...scene, setSelection: (indices) => void marked.push(indices) });
  await mapImages(atelier, testSetOf('x'));
  select(atelier, 1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(marked.at(-1)).toEqual([]);
  await vi.waitFor(() => expect(marked.at(-1)).toEqual([1]), { timeout: timeLimits.event });
  answer.resolve(decodedLatents(1).images);
  await settled();
  selectSecond(atelier, 3);
  await vi.waitFor(() => expect(marked.at(-1)).toEqual([1, 3]), { timeout: timeLimits.event });
  end();
});
