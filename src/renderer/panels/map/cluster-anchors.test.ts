import { expect, it } from 'vitest';
import { clusterAnchors, decluttered, OUTLINE, raiseNames } from './cluster-anchors';

const column = {
  kind: 'classes' as const,
  title: 'Label',
  classes: new Int32Array([0, 0, 0, 1, 1, -1]),
  names: ['Coat', 'Bag'],
};
const legend = [
  { id: 0, name: 'Coat', count: 3 },
  { id: 1, name: 'Bag', count: 2 },
  { id: -1, name: 'no label', count: 1 },
];

it('stands at the median of a class, whatever one stray does', () => {
  const positions = new Float32Array([0, 0, 1, 1, 900, -900, 5, 5, NaN, 5, 3, 3]);
  const { anchors, places } = clusterAnchors(column, legend, positions, 2, null);
  expect(anchors.map(({ name }) => name)).toEqual(['Coat', 'Bag']);
  expect([...places]).toEqual([1, 0, 5, 5]);
});

it('names what is lit and nothing else, however it came to be lit', () => {
  const lit = (...rows: number[]) => Uint8Array.from({ length: 6 }, (_, i) => (rows.includes(i) ? 0 : 1));
  const namesOf = (unlit: Uint8Array) =>
    clusterAnchors(column, legend, new Float32Array(12), 2, unlit).anchors.map(({ name }) => name);
  expect(namesOf(lit(3, 4))).toEqual(['Bag']);
  expect(namesOf(lit(2, 3, 4))).toEqual(['Bag', 'Coat']);
});

it('stands above its class and not over it, unless that is out of view', () => {
  const outline = new Float32Array(2 * OUTLINE * 3);
  for (let one = 0; one < 2 * OUTLINE; one += 1)
    outline.set([100, (one < OUTLINE ? 80 : 5) + (one % OUTLINE), 1], one * 3);
  const screen = new Float32Array([100, 95, 1, 100, 20, 1]);
  raiseNames(screen, outline, 20);
  expect([...screen]).toEqual([100, 71, 1, 100, 20, 1]);
});

it('shows no name over another, none out of view and none from behind', () => {
  const screen = new Float32Array([100, 100, 1, 120, 105, 1, 300, 100, 1, 395, 50, 1, 200, 200, 0]);
  const shown = decluttered(screen, [60, 60, 60, 60, 60], 20, { width: 400, height: 300 });
  expect(shown).toEqual([true, false, true, false, false]);
});

it('shows no name under what stands over the map', () => {
  const screen = new Float32Array([100, 100, 1, 300, 100, 1]);
  const toolbar = { left: 329, top: 10, width: 60, height: 85 };
  const shown = decluttered(screen, [60, 60], 20, { width: 400, height: 300 }, [toolbar]);
  expect(shown).toEqual([true, false]);
});
