import { expect, it } from 'vitest';
import { clusterAnchors, decluttered } from './cluster-anchors';

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
  const { anchors, places } = clusterAnchors(column, legend, positions, 2, new Set());
  expect(anchors.map(({ name }) => name)).toEqual(['Coat', 'Bag']);
  expect([...places]).toEqual([1, 0, 5, 5]);
});

it('leaves dimmed classes without a name', () => {
  const { anchors } = clusterAnchors(column, legend, new Float32Array(12), 2, new Set([0]));
  expect(anchors.map(({ name }) => name)).toEqual(['Bag']);
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
