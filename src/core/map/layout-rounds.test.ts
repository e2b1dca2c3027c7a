import { describe, expect, it } from 'vitest';
import { blockRounds } from './layout-rounds';

describe('blockRounds', () => {
  it.each([1, 2, 4, 8, 16])(
    'lets each pair of %i blocks meet once, and no block twice in a round',
    (blocks) => {
      const rounds = blockRounds(blocks);
      expect(rounds).toHaveLength(blocks);
      for (const [i, tasks] of rounds.entries()) {
        const seen = tasks.flatMap(({ a, b }) => (i === 0 ? [a] : [a, b]));
        expect([...seen].sort((x, y) => x - y)).toEqual(Array.from({ length: blocks }, (_, block) => block));
      }
      const pairs = rounds.flat().map(({ a, b }) => a * blocks + b);
      expect(new Set(pairs).size).toBe((blocks * (blocks + 1)) / 2);
      expect(rounds.flat().every(({ a, b }) => a <= b)).toBe(true);
    },
  );
});
