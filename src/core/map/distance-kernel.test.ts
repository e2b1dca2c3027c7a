import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squaredDistance } from '../latent/squared-distance';
import { VectorStore } from './vector-store';

describe('VectorStore', () => {
  it('measures squared distances of vectors of any width', () => {
    const cases = fc.record({
      n: fc.integer({ min: 1, max: 9 }),
      d: fc.integer({ min: 1, max: 70 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ n, d, seed }) => {
        const vectors = Float32Array.from({ length: n * d }, (_, i) => Math.sin(seed + i * i));
        const store = VectorStore.of(vectors, n, d, n + 2);
        const row = seed % n;
        store.measure(row, 0, n, 2);
        const fromRow = store.squares.slice(2);
        for (let i = 0; i < n; i++) {
          const wanted = squaredDistance(vectors, row * d, vectors, i * d, d);
          expect(Math.abs(fromRow[i]! - wanted)).toBeLessThanOrEqual(1e-5 * wanted);
        }
        const before = store.squares.slice();
        store.measure(0, n, n);
        expect(store.squares).toEqual(before);
      }),
    );
  });
});
