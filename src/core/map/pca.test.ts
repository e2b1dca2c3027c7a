import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from './eigen';
import { pca } from './pca';
import { goldenSet } from './sample-data';

describe('symmetricEigen', () => {
  it('takes a matrix apart into orthonormal axes that put it together again', () => {
    const matrices = fc.integer({ min: 1, max: 8 }).chain((d) => {
      const entry = fc.double({ min: -10, max: 10, noNaN: true });
      return fc.array(entry, { minLength: d * d, maxLength: d * d }).map((values) => ({
        d,
        matrix: Float64Array.from(values, (_, at) => {
          const [i, j] = [Math.floor(at / d), at % d];
          return values[Math.min(i, j) * d + Math.max(i, j)]!;
        }),
      }));
    });
    fc.assert(
      fc.property(matrices, ({ d, matrix }) => {
        const { values, vectors } = symmetricEigen(matrix, d);
        expect([...values]).toEqual([...values].sort((a, b) => b - a));
        for (let i = 0; i < d; i++) {
          for (let j = 0; j < d; j++) {
            let again = 0;
            let product = 0;
            for (let c = 0; c < d; c++) {
              again += values[c]! * vectors[c * d + i]! * vectors[c * d + j]!;
              product += vectors[i * d + c]! * vectors[j * d + c]!;
            }
            expect(again).toBeCloseTo(matrix[i * d + j]!, 9);
            expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
          }
        }
      }),
    );
  });

  it('refuses what is no finite square matrix', () => {
    expect(() => symmetricEigen(new Float64Array(3), 2)).toThrow(RangeError);
    expect(() => symmetricEigen(Float64Array.of(NaN), 1)).toThrow(RangeError);
  });
});

describe('pca', () => {
  it('is scikit-learn’s', () => {
    const { n, d, vectors } = goldenSet();
    const { positions, explainedVariance } = pca(vectors, n, d, 3);
    [0.79486648, 0.1297202, 0.03899203].forEach((share, c) =>
      expect(explainedVariance[c]).toBeCloseTo(share, 6),
    );
    const first = [-1.35156792, 1.02322445, -0.33639781, 2.13422579, 0.49718003, -0.19485751];
    first.forEach((x, at) => expect(positions[at]).toBeCloseTo(x, 5));
  });

  it('does for constant data, few points and fewer dimensions than asked for', () => {
    expect(pca(new Float32Array(6).fill(7), 3, 2, 2)).toEqual({
      positions: new Float32Array(6),
      explainedVariance: [0, 0],
    });
    expect(pca(new Float32Array(0), 0, 4, 3)).toEqual({
      positions: new Float32Array(0),
      explainedVariance: [0, 0, 0],
    });
    const line = pca(Float32Array.of(1, 3), 2, 1, 3);
    expect([...line.positions]).toEqual([-1, 0, 0, 1, 0, 0]);
    expect(line.explainedVariance).toEqual([1, 0, 0]);
    const { explainedVariance } = pca(
      Float32Array.from({ length: 300 }, (_, i) => Math.sin(i * i)),
      3,
      100,
      3,
    );
    expect(explainedVariance.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(explainedVariance[2]).toBeCloseTo(0, 6);
  });
});
