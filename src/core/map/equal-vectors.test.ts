import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distinctVectors, equalNote } from './equal-vectors';

it('counts different vectors, zero and minus zero as one', () => {
  const rows = fc.array(fc.array(fc.constantFrom(0, -0, 1, 2), { minLength: 2, maxLength: 2 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(rows, (vectors) => {
      const different = new Set(vectors.map((row) => row.map((value) => value + 0).join())).size;
      expect(distinctVectors(Float32Array.from(vectors.flat()), vectors.length, 2)).toBe(different);
    }),
  );
});

it('is said of all and of most', () => {
  expect(equalNote(new Float32Array(6), 3, 2)).toMatch(/^All 3 vectors are equal/);
  expect(equalNote(Float32Array.of(1, 1, 2, 3), 4, 1)).toBeNull();
  expect(equalNote(Float32Array.of(1, 1, 1, 2, 2), 5, 1)).toMatch(/of 5 there are 2 different ones/);
  expect(equalNote(Float32Array.of(1), 1, 1)).toBeNull();
});
