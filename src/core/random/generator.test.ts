import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generator } from './generator';

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const draw = (g: Generator, n: number): number[] => Array.from({ length: n }, () => g.uint32());

/** Draws a mixture of kinds, so that states with and without a spare normal both occur. */
function advance(g: Generator, kinds: readonly number[]): number[] {
  return kinds.map((kind) => (kind === 0 ? g.uint32() : kind === 1 ? g.normal() : g.below(7)));
}

describe('Generator', () => {
  it('is xoshiro128**: the stream of the state 1, 2, 3, 4 is the reference implementation’s', () => {
    expect(draw(Generator.fromState([1, 2, 3, 4]), 5)).toEqual([11520, 0, 5927040, 70819200, 2031721883]);
  });

  it('gives the same stream for the same seed, another for another, and takes seed 0', () => {
    expect(draw(new Generator(0), 8)).toEqual(draw(new Generator(0), 8));
    fc.assert(
      fc.property(seeds, seeds, (a, b) => {
        fc.pre(a !== b);
        expect(draw(new Generator(a), 4)).not.toEqual(draw(new Generator(b), 4));
      }),
    );
    expect(new Set(draw(new Generator(0), 1000)).size).toBeGreaterThan(990);
  });

  it('is restored bit for bit from its state, also through JSON', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.nat(2), { maxLength: 30 }), (seed, kinds) => {
        const g = new Generator(seed);
        advance(g, kinds);
        const parsed: unknown = JSON.parse(JSON.stringify(g.state()));
        const restored = Generator.fromState(parsed as number[]);
        const more = [1, 0, 1, 1, 2, 0, 1];
        expect(advance(restored, more)).toEqual(advance(g, more));
        expect(restored.state()).toEqual(g.state());
      }),
    );
  });

  it('refuses what is no state', () => {
    const bad = [
      [],
      [1, 2, 3],
      [0, 0, 0, 0],
      [1, 2, 3, -4],
      [1, 2, 3, 4, NaN],
      [1, 2, 3, 4, 5, 6],
      [0.5, 1, 2, 3],
    ];
    for (const state of bad) expect(() => Generator.fromState(state)).toThrow(RangeError);
    expect(() => new Generator(0.5)).toThrow('The seed must be a whole number');
  });

  it('draws below n without bias and refuses a bound that is none', () => {
    const g = new Generator(1);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) counts[g.below(6)]!++;
    // Chi squared with 5 degrees of freedom: 20.5 is passed once in a thousand.
    expect(counts.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0)).toBeLessThan(20.5);
    expect(g.below(1)).toBe(0);
    expect(g.below(2 ** 32)).toBeLessThan(2 ** 32);
    for (const n of [0, -1, 1.5, 2 ** 32 + 1, NaN]) expect(() => g.below(n)).toThrow(RangeError);
  });

  it('has uniform numbers in [0, 1) and normal ones with the right moments', () => {
    const g = new Generator(7);
    const n = 100_000;
    let mean = 0;
    let square = 0;
    let fourth = 0;
    let uniform = 0;
    let outside = 0;
    for (let i = 0; i < n; i++) {
      const x = g.normal();
      mean += x / n;
      square += (x * x) / n;
      fourth += x ** 4 / n;
      const u = g.uniform();
      if (u < 0 || u >= 1) outside++;
      uniform += u / n;
    }
    expect(outside).toBe(0);
    expect(mean).toBeCloseTo(0, 1);
    expect(square).toBeCloseTo(1, 1);
    expect(Math.abs(fourth - 3)).toBeLessThan(0.15);
    expect(uniform).toBeCloseTo(0.5, 2);
  });

  it('forks streams that depend on the label and leave the parent where it was', () => {
    const g = new Generator(3);
    const before = g.state();
    const one = g.fork(1);
    expect(g.state()).toEqual(before);
    expect(draw(one, 6)).toEqual(draw(g.fork(1), 6));
    expect(draw(g.fork(1), 6)).not.toEqual(draw(g.fork(2), 6));
    expect(draw(g.fork(0), 6)).not.toEqual(draw(new Generator(3), 6));
    let sum = 0;
    const a = g.fork(1);
    const b = g.fork(2);
    for (let i = 0; i < 20_000; i++) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5);
    expect(Math.abs(sum / 20_000) * 12).toBeLessThan(0.03);
  });
});
