import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyView } from '../../../contract/testing/empty-view';
import { keptRows, movedPins, movedPlaces, movedView } from './kept-rows';
import { latentMap } from '../../testing/made-space';

describe('rows of a map from which data sets are gone', () => {
  const part = fc.record({
    n: fc.integer({ min: 1, max: 5 }),
    fate: fc.constantFrom('same', 'gone', 'changed'),
  });

  it('keep the rows of the others, in their order, each on its own image', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(part, { maxLength: 5 }), (first, parts) => {
        // Each image has a name, by which it is found again.
        const named = (set: number, n: number, mark = '') =>
          Array.from({ length: n }, (_, i) => `${set}:${i}${mark}`);
        const before = parts.map(({ n }, set) => ({ n, fingerprint: String(set) }));
        const now = parts.map(({ n, fate }, set) =>
          fate === 'gone'
            ? null
            : { n: fate === 'same' ? n : n + 1, fingerprint: fate === 'same' ? String(set) : 'other' },
        );
        const old = [...named(-1, first), ...parts.flatMap(({ n }, set) => named(set, n))];
        const left = [
          ...named(-1, first),
          ...now.flatMap((each, set) =>
            each === null ? [] : named(set, each.n, parts[set]?.fate === 'changed' ? '*' : ''),
          ),
        ];
        const move = keptRows(first, before, now);
        old.forEach((image, row) => {
          const to = move(row);
          expect(to === null ? undefined : left[to]).toBe(left.includes(image) ? image : undefined);
        });
        const rows = old.map((_, row) => row);
        const kept = old.filter((image) => left.includes(image));
        const view = emptyView(old.length, { groups: [{ id: 1, name: 'all', rows }] });
        expect(movedView(view, left.length, move).groups[0]?.rows.map((row) => left[row])).toEqual(kept);
        const pins = movedPins(
          rows.map((index) => ({ index, note: '' })),
          move,
        );
        expect(pins.map(({ index }) => left[index])).toEqual(kept);
        const map = latentMap({
          n: old.length,
          positions: Float32Array.from(rows.flatMap((row) => [row, row, row])),
        });
        const moved = movedPlaces({ ...map, distortion: new Float32Array(old.length) }, left.length, move);
        // Those that are new have no place.
        expect([...moved.positions].filter((_, i) => i % 3 === 0)).toEqual(
          left.map((image) => (old.includes(image) ? old.indexOf(image) : NaN)),
        );
      }),
      { numRuns: 100 },
    );
  });
});
