import { expect, it } from 'vitest';
import { mapImages, testSetOf } from '../../store/space';
import { fakeAtelier } from '../../testing/fake-bridge';
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
    setMarker: note('marker'),
    setSelection: note('selection'),
    setPath: note('path'),
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
