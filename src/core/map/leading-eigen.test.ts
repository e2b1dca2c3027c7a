import { describe, expect, it } from 'vitest';
import { Generator } from '../random/generator';
import { symmetricEigen } from './eigen';
import { leadingEigen } from './leading-eigen';
import { pca } from './pca';
import { clouds } from './sample-data';

/** A matrix with the eigenvalues 1, 1/2, 1/3 and so on, and random eigenvectors. */
function sample(d: number): Float64Array {
  const g = new Generator(9);
  const random = Float64Array.from({ length: d * d }, () => g.normal());
  const { vectors } = symmetricEigen(
    random.map((_, at) => random[at]! + random[(at % d) * d + Math.floor(at / d)]!),
    d,
  );
  const matrix = new Float64Array(d * d);
  for (let e = 0; e < d; e++) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) matrix[i * d + j]! += (vectors[e * d + i]! * vectors[e * d + j]!) / (e + 1);
    }
  }
  return matrix;
}

describe('leadingEigen', () => {
  it('finds the first of what Jacobi’s method finds, signs too', () => {
    const matrix = sample(60);
    const all = symmetricEigen(matrix, 60);
    const first = leadingEigen(matrix, 60, 3);
    for (let i = 0; i < 3; i++) {
      expect(first.values[i]).toBeCloseTo(all.values[i]!, 10);
      for (let j = 0; j < 60; j++) expect(first.vectors[i * 60 + j]).toBeCloseTo(all.vectors[i * 60 + j]!, 6);
    }
    expect(leadingEigen(matrix, 60, 3)).toEqual(first);
  });

  it('has orthonormal vectors also where nothing or little varies, and refuses what is not finite', () => {
    const one = new Float64Array(2500);
    one[51 * 7] = 4;
    for (const matrix of [new Float64Array(2500), one]) {
      const { values, vectors } = leadingEigen(matrix, 50, 2);
      expect(values[0]).toBeCloseTo(matrix[51 * 7]!, 10);
      for (const [a, b] of [
        [0, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        let dot = 0;
        for (let j = 0; j < 50; j++) dot += vectors[a * 50 + j]! * vectors[b * 50 + j]!;
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 10);
      }
    }
    expect(() => leadingEigen(new Float64Array(9).fill(NaN), 3, 1)).toThrow(RangeError);
    expect(() => leadingEigen(new Float64Array(8), 3, 1)).toThrow(RangeError);
  });

  it('serves wide vectors: their components are those of the same vectors without what is constant', () => {
    const { vectors } = clouds(300, 40, 5, 3);
    const wide = new Float32Array(300 * 200).fill(3);
    for (let i = 0; i < 300; i++) {
      for (let j = 0; j < 40; j++) wide[i * 200 + 5 * j] = vectors[i * 40 + j]!;
    }
    const narrow = pca(vectors, 300, 40, 3);
    const found = pca(wide, 300, 200, 3);
    found.explainedVariance.forEach((share, c) => expect(share).toBeCloseTo(narrow.explainedVariance[c]!, 8));
    found.positions.forEach((x, at) => expect(Math.abs(x - narrow.positions[at]!)).toBeLessThan(1e-4));
  });
});
