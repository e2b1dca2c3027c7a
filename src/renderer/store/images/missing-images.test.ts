import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyView } from '../../../contract/testing/empty-view';
import { keptRows, movedPins, movedPlaces, movedView } from './kept-rows';
import { missingOf, withMissing } from './missing-images';
import { latentMap } from '../../testing/made-space';

describe('data sets that are missing', () => {
  it('leave a content that is whole again with them', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        sizes,
        fc.infiniteStream(fc.boolean()),
        (first, parts, coin) => {
          const added = parts.map((n, at) => ({
            title: String(at),
            options: {},
            source: { kind: 'folder' as const, path: `/${at}` },
            n,
            fingerprint: String(at),
          }));
          const n = first + parts.reduce((sum, each) => sum + each, 0);
          const rows = Array.from({ length: n }, (_, row) => row);
          const map = latentMap({ n, positions: Float32Array.from(rows.flatMap((row) => [row, row, row])) });
          const content = {
            added,
            view: emptyView(n, {
              groups: [{ id: 1, name: 'some', rows: rows.filter(() => coin.next().value) }],
            }),
            pins: rows.map((index) => ({ index, note: '' })),
            map: { ...map, distortion: Float32Array.from(rows) },
          };
          const isGone = added.map(() => coin.next().value === true);
          const missing = added.flatMap((_, at) =>
            isGone[at] === true ? [missingOf(content, at, 'gone')] : [],
          );
          const left = added.map((each, at) => (isGone[at] === true ? null : each));
          const move = keptRows(first, added, left);
          const there = n - missing.reduce((sum, { images }) => sum + images.n, 0);
          const present = {
            added: left.filter((each) => each !== null),
            view: movedView(content.view, there, move),
            pins: movedPins(content.pins, move),
            map: movedPlaces(content.map, there, move),
          };
          const whole = withMissing(present, missing);
          expect({ ...whole, pins: whole.pins.toSorted((a, b) => a.index - b.index) }).toEqual(content);
        },
      ),
      { numRuns: 100 },
    );
  });
});
