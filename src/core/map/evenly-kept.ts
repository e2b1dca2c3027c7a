/**
 * Leaves out epochs, in order, until the rest is not too much: each time the one whose neighbours are closest to each
 * other, and of several the latest, since a model changes most at first. The first and the last are always kept.
 */
export function evenlyKept<T extends { epoch: number }>(
  epochs: readonly T[],
  isTooMuch: (kept: readonly T[]) => boolean,
): readonly T[] {
  let kept = epochs;
  while (kept.length > 2 && isTooMuch(kept)) {
    const gap = (at: number): number => kept[at + 1]!.epoch - kept[at - 1]!.epoch;
    let closest = 1;
    for (let at = 2; at < kept.length - 1; at++) if (gap(at) <= gap(closest)) closest = at;
    kept = kept.toSpliced(closest, 1);
  }
  return kept;
}
