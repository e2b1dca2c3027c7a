import type { AddedImages } from '../../../contract/project';
import type { Pin, SessionView } from '../../../contract/session-view';
import type { LatentMap } from '../../../contract/space';

/** Where each row of a map was and is: null for one that is gone. */
export type RowMove = (row: number) => number | null;

type Part = Pick<AddedImages, 'n' | 'fingerprint'>;

/**
 * How rows move when of the data sets after the first `first` rows some cannot be had (null) or have changed: theirs are
 * gone, and those after them come closer.
 */
export function keptRows(first: number, before: readonly Part[], now: readonly (Part | null)[]): RowMove {
  const parts: { from: number; to: number; n: number }[] = [{ from: 0, to: 0, n: first }];
  let [from, to] = [first, first];
  before.forEach((part, i) => {
    const there = now[i] ?? null;
    if (there?.fingerprint === part.fingerprint && there.n === part.n) parts.push({ from, to, n: part.n });
    from += part.n;
    to += there?.n ?? 0;
  });
  return (row) => {
    const part = parts.find((each) => row >= each.from && row < each.from + each.n);
    return part === undefined ? null : part.to + row - part.from;
  };
}

/** A view of `n` images, by the rows that are left. */
export function movedView(view: SessionView, n: number, move: RowMove): SessionView {
  const one = (row: number | null): number | null => (row === null ? null : move(row));
  const many = (rows: readonly number[]): number[] => rows.map(move).filter((row) => row !== null);
  const [a, b] = [one(view.a), one(view.b)];
  return {
    ...view,
    n,
    a: a ?? b,
    b: a === null ? null : b,
    focus: a === null || b === null ? 'a' : view.focus,
    path: { ...view.path, via: many(view.path.via) },
    groups: view.groups.map((group) => ({ ...group, rows: many(group.rows) })),
  };
}

export function movedPins(pins: readonly Pin[], move: RowMove): Pin[] {
  return pins.flatMap(({ index, note }) => {
    const now = move(index);
    return now === null ? [] : [{ index: now, note }];
  });
}

/** A map of `n` images by where its rows are; NaN for one that comes from nowhere. */
export function movedPlaces(map: LatentMap, n: number, move: RowMove): LatentMap {
  const { dims } = map;
  const positions = new Float32Array(n * dims).fill(NaN);
  const distortion = new Float32Array(n).fill(NaN);
  for (let row = 0; row < map.n; row++) {
    const to = move(row);
    if (to === null || to >= n) continue;
    positions.set(map.positions.subarray(row * dims, (row + 1) * dims), to * dims);
    distortion[to] = map.distortion[row]!;
  }
  return { ...map, n, positions, distortion };
}
