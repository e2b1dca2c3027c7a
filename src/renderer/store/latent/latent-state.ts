import type { DecodedLatents, LatentSamples, Located } from '../../../contract/latent';
import type { Pin } from '../../../contract/session-view';
import type { DecodedImages } from '../../../contract/space';
import type { Progress } from '../progress';

/** What the inspector shows. */
export type LatentTab = 'image' | 'sliders' | 'samples' | 'arithmetic';

/** The images looked at before the one that is chosen, the last one last, and those gone back from, the next one last. */
export interface HistorySlice {
  back: readonly number[];
  current: number | null;
  forward: readonly number[];
}

/** Where a decoded vector that belongs to no image comes from. */
export type PlaceOrigin = 'map' | 'prior' | 'mixture' | 'arithmetic';

/** A decoded vector that belongs to no image. */
export interface DecodedVector {
  origin: PlaceOrigin;
  title: string;
  /** Of one vector. */
  decoded: DecodedLatents;
  /** Of a place of the map: how far it is there from the nearest point, as a percentile of the points' own distances. */
  mapPercentile: number | null;
}

/** What the inspector shows in place of an image. */
export interface PlaceSlice {
  shown: DecodedVector | null;
  /** A place of the map that is being decoded, `[dims]`. */
  asked: Float32Array | null;
  error: string | null;
}

export interface SlidersSlice {
  /** Where they start: the vector `[latent]` of the image or place at hand, and its name; null when there is neither. */
  base: { vector: Float32Array; name: string; image: number | null } | null;
  /** What was moved: dimension to value. */
  moved: ReadonlyMap<number, number>;
  /** The vector as moved, decoded and located; null until something is moved. */
  images: DecodedImages | null;
  located: Located | null;
  error: string | null;
}

export interface SamplesSlice {
  seed: number;
  components: number;
  result: LatentSamples | null;
  busy: boolean;
  error: string | null;
  /** Whose places are marked in the map. */
  marked: 'both' | 'prior' | 'mixture';
}

/** One term of the arithmetic: the mean of a class, of a group, of the selection, or one image. */
export type Operand =
  | { kind: 'class'; label: number }
  | { kind: 'group'; id: number }
  | { kind: 'selection' }
  | { kind: 'image'; index: number }
  | { kind: 'none' };

export type Term = 'a' | 'b' | 'c';

export interface ArithmeticSlice {
  terms: Readonly<Record<Term, Operand>>;
  /** The decoded terms, null for none, and the result. */
  result: { terms: Readonly<Record<Term, DecodedImages | null>>; sum: DecodedVector } | null;
  busy: boolean;
  error: string | null;
}

export interface LatentSlice {
  tab: LatentTab;
  history: HistorySlice;
  pins: readonly Pin[];
  place: PlaceSlice;
  sliders: SlidersSlice;
  samples: SamplesSlice;
  arithmetic: ArithmeticSlice;
  /** A search for neighbours that these tools, or a path, wait for, when it takes long. */
  search: Progress | null;
}

/** One and the same, so that nothing seems to have changed where there are still none. */
export const noStops: readonly number[] = [];

export const noPlace: PlaceSlice = { shown: null, asked: null, error: null };
export const noSliders: SlidersSlice = {
  base: null,
  moved: new Map(),
  images: null,
  located: null,
  error: null,
};

/** Of images that nothing has been done with. */
export const noLatent: LatentSlice = {
  tab: 'image',
  history: { back: [], current: null, forward: [] },
  pins: [],
  place: noPlace,
  sliders: noSliders,
  samples: { seed: 0, components: 10, result: null, busy: false, error: null, marked: 'both' },
  arithmetic: {
    terms: { a: { kind: 'none' }, b: { kind: 'none' }, c: { kind: 'none' } },
    result: null,
    busy: false,
    error: null,
  },
  search: null,
};
