import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generator } from './generator';
import { permutation, shuffle } from './shuffle';

describe('shuffle', () => {
  it('keeps every element and repeats itself for the same seed', () => {
    fc.assert(
      fc.property(fc.uint32Array({ maxLength: 50 }), fc.nat(), (array, seed) => {
        const first = array.slice();
        const second = array.slice();
        shuffle(first, new Generator(seed));
        shuffle(second, new Generator(seed));
        expect(first).toEqual(second);
        expect(first.slice().sort()).toEqual(array.slice().sort());
      }),
    );
  });

  it('makes every order of three equally likely', () => {
    const g = new Generator(5);
    const seen = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const order = permutation(3, g).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const count of seen.values()) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe('permutation', () => {
  it('holds each number once, for none and one too', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(), (n, seed) => {
        expect([...permutation(n, new Generator(seed))].sort((a, b) => a - b)).toEqual([...Array(n).keys()]);
      }),
    );
    expect(() => permutation(-1, new Generator(0))).toThrow(RangeError);
  });
});
