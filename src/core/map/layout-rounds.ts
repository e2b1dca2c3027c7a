/** A task of a round: the edges between block `a` and block `b`, or inside of one when they are the same. */
export interface BlockPair {
  a: number;
  b: number;
}

/**
 * Rounds in which every pair of `blocks` (a power of two, or 1) meets once, by the circle method of round-robin tournaments, no
 * block twice in a round: so the tasks of a round touch different points and may run at the same time, and the
 * result does not depend on how many threads share them. The first round holds each block alone.
 */
export function blockRounds(blocks: number): BlockPair[][] {
  const alone = Array.from({ length: blocks }, (_, a) => ({ a, b: a }));
  const others = Array.from({ length: blocks - 1 }, (_, round) => {
    const seat = (place: number): number => (place === 0 ? 0 : 1 + ((place - 1 + round) % (blocks - 1)));
    return Array.from({ length: blocks / 2 }, (__, place) => {
      const pair = [seat(place), seat(blocks - 1 - place)] as const;
      return { a: Math.min(...pair), b: Math.max(...pair) };
    });
  });
  return [alone, ...others];
}
