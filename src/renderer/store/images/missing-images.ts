import type { AddedImages, ProjectContent } from '../../../contract/project';
import type { Pin } from '../../../contract/session-view';
import type { LatentMap } from '../../../contract/space';
import { movedPins, movedPlaces, movedView, type RowMove } from './kept-rows';

/**
 * A data set that belongs in the map and cannot be had. What was done with its images is kept, by their rows in it, until
 * they are found or given up.
 */
export interface MissingImages {
  images: AddedImages;
  /** In a sentence. */
  why: string;
  /** Its place among all data sets that were added. */
  at: number;
  pins: readonly Pin[];
  groups: readonly { id: number; rows: readonly number[] }[];
  /** `positions` `[n, dims]`, `distortion` `[n]`; null where there was no map. */
  places: Pick<LatentMap, 'dims' | 'positions' | 'distortion'> | null;
}

type Content = Pick<ProjectContent, 'added' | 'view' | 'pins' | 'map'>;

/** What a content holds of the data set at `at`, which cannot be had. */
export function missingOf({ added, view, pins, map }: Content, at: number, why: string): MissingImages {
  const images = added[at]!;
  const start = view.n - sumOf(added.slice(at));
  const isOf = (row: number): boolean => row >= start && row < start + images.n;
  return {
    images,
    why,
    at,
    pins: pins.filter(({ index }) => isOf(index)).map((pin) => ({ ...pin, index: pin.index - start })),
    groups: view.groups.map(({ id, rows }) => ({
      id,
      rows: rows.filter(isOf).map((row) => row - start),
    })),
    places:
      map === null
        ? null
        : {
            dims: map.dims,
            positions: map.positions.slice(start * map.dims, (start + images.n) * map.dims),
            distortion: map.distortion.slice(start, start + images.n),
          },
  };
}

/** A content with the data sets that are missing in it, each where it was; in a map that is none of theirs they have no place. */
export function withMissing<C extends Content>(content: C, missing: readonly MissingImages[]): C {
  if (missing.length === 0) return content;
  const parts = withTheirPlaces(content, missing);
  const n = content.view.n + sumOf(missing.map(({ images }) => images));
  const move = moveTo(parts);
  const held = parts.flatMap((part) => (part.missing === null ? [] : [{ ...part.missing, to: part.to }]));
  const view = movedView(content.view, n, move);
  const groups = view.groups.map((group) => ({
    ...group,
    rows: [
      ...group.rows,
      ...held.flatMap(({ groups: theirs, to }) =>
        (theirs.find(({ id }) => id === group.id)?.rows ?? []).map((row) => to + row),
      ),
    ].sort((a, b) => a - b),
  }));
  const theirPins = held.flatMap(({ pins, to }) => pins.map((pin) => ({ ...pin, index: pin.index + to })));
  const map = content.map === null ? null : movedPlaces(content.map, n, move);
  for (const { places, to } of held) {
    if (map === null || places?.dims !== map.dims) continue;
    map.positions.set(places.positions, to * map.dims);
    map.distortion.set(places.distortion, to);
  }
  return {
    ...content,
    added: parts.flatMap(({ images }) => (images === null ? [] : [images])),
    view: { ...view, groups },
    pins: [...movedPins(content.pins, move), ...theirPins],
    map,
  };
}

/** Rows of one data set: where they are, and where they are with the missing ones; `images` null for the first images. */
interface Part {
  images: AddedImages | null;
  missing: MissingImages | null;
  from: number;
  to: number;
  n: number;
}

function withTheirPlaces({ added, view }: Content, missing: readonly MissingImages[]): Part[] {
  type Set = Pick<Part, 'images' | 'missing' | 'n'>;
  const sets = added.map((images): Set => ({ images, missing: null, n: images.n }));
  for (const each of missing.toSorted((a, b) => a.at - b.at))
    sets.splice(each.at, 0, { images: each.images, missing: each, n: each.images.n });
  sets.unshift({ images: null, missing: null, n: view.n - sumOf(added) });
  let [from, to] = [0, 0];
  return sets.map((set) => {
    const part = { ...set, from, to };
    if (set.missing === null) from += set.n;
    to += set.n;
    return part;
  });
}

function moveTo(parts: readonly Part[]): RowMove {
  const present = parts.filter(({ missing }) => missing === null);
  return (row) => {
    const part = present.find(({ from, n }) => row >= from && row < from + n);
    return part === undefined ? null : part.to + row - part.from;
  };
}

function sumOf(sets: readonly { n: number }[]): number {
  return sets.reduce((sum, { n }) => sum + n, 0);
}
