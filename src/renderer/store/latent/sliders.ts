import type { Located } from '../../../contract/latent';
import type { DecodedImages, Embedding } from '../../../contract/space';
import { klPerDimension } from '../../../core/diagnosis/kl';
import { dimensionRanges } from '../../../core/latent/traversal';
import { sampledRows } from '../../../core/map/sampled-rows';
import type { Atelier, Bridge } from '../atelier';
import type { AtelierStore } from '../atelier-store';
import { Latest } from '../latest';
import { changeLatent, markPlaces } from './latent-change';
import { noSliders, type LatentSlice } from './latent-state';
import { sentenceOf } from '../notices';
import { focused, muOf } from '../map/selection';
import type { AtelierState } from '../state';

type Vector = Float32Array<ArrayBuffer>;
export type SlideQuestions = Latest<Vector, DecodedImages>;

/** Shown beside the moved image. */
const NEAREST_SHOWN = 4;

/** Where the moved image lies is shown so often while it moves, in milliseconds. */
const LOCATED_EVERY_MS = 60;
/** Where finding that takes longer, as among very many images, it waits until the hand rests for so long. */
const QUICK_MS = 16;
const REST_MS = 150;

/** Pixels come first: where they lie is asked only when they are there, and not with every step. */
export function slideQuestions(bridge: Bridge, store: AtelierStore, locate: LocateQuestions): SlideQuestions {
  let newest: { images: DecodedImages; latents: Vector } | null = null;
  let locatedAt = -Infinity;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const locateNewest = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    // Reset meanwhile.
    if (newest === null || store.getState().latent.sliders.images !== newest.images) return;
    locatedAt = performance.now();
    locate.put(newest.latents);
  };
  return new Latest<Vector, DecodedImages>(
    (latents) => bridge.spaceDecode({ n: 1, latents }),
    (images, latents) => {
      changeLatent(store, 'sliders', { images, error: null });
      newest = { images, latents };
      const wait = locatedAt + LOCATED_EVERY_MS - performance.now();
      if (locate.took > QUICK_MS) {
        clearTimeout(waiting);
        waiting = setTimeout(locateNewest, REST_MS);
      } else if (wait > 0) waiting ??= setTimeout(locateNewest, wait);
      else locateNewest();
    },
    (error) => changeLatent(store, 'sliders', { images: null, error: sentenceOf(error) }),
  );
}

/** Where moved images lie, and how long the last answer took in milliseconds. */
export class LocateQuestions extends Latest<Vector, Located> {
  took = 0;

  constructor(bridge: Bridge, store: AtelierStore) {
    super(
      async (latents) => {
        const began = performance.now();
        const located = await bridge.spaceLocate({ n: 1, latents, k: NEAREST_SHOWN });
        this.took = performance.now() - began;
        return located;
      },
      (located) => {
        changeLatent(store, 'sliders', { located });
        markPlaces(store);
      },
      (error) => changeLatent(store, 'sliders', { located: null, error: sentenceOf(error) }),
    );
  }
}

/** The window waits for what the sliders tell of the images: of more than this they tell it of so many, chosen by chance. */
export const MOST_MEASURED = 20_000;

/** One slider: a latent dimension, what it carries, and where most of the data lie along it. */
export interface SliderDimension {
  dimension: number;
  /** Nats, mean over the encoded images. */
  kl: number;
  /** The 1st and the 99th percentile of mu. */
  low: number;
  high: number;
}

const known = new WeakMap<Embedding, readonly SliderDimension[]>();

/** The dimensions of an embedding, those that carry most first. */
export function sliderDimensions(embedding: Embedding): readonly SliderDimension[] {
  const before = known.get(embedding);
  if (before !== undefined) return before;
  const { mu, logvar, n, latent } = measured(embedding);
  const kl = klPerDimension(mu, logvar, n, latent);
  const ranges = dimensionRanges(mu, n, latent);
  const dimensions = Array.from({ length: latent }, (_, dimension) => ({
    dimension,
    kl: kl[dimension]!,
    low: ranges[2 * dimension]!,
    high: ranges[2 * dimension + 1]!,
  })).sort((one, other) => other.kl - one.kl || one.dimension - other.dimension);
  known.set(embedding, dimensions);
  return dimensions;
}

function measured({ mu, logvar, n, latent }: Embedding): Pick<Embedding, 'mu' | 'logvar' | 'n' | 'latent'> {
  if (n <= MOST_MEASURED) return { mu, logvar, n, latent };
  const rows = sampledRows(n, { rows: MOST_MEASURED, seed: 0 });
  const gather = (table: Float32Array): Float32Array => {
    const gathered = new Float32Array(rows.length * latent);
    rows.forEach((row, i) => gathered.set(table.subarray(row * latent, (row + 1) * latent), i * latent));
    return gathered;
  };
  return { mu: gather(mu), logvar: gather(logvar), n: rows.length, latent };
}

/** Where the sliders start: at the place that is shown, or else at the image in focus. */
function baseOf({ space, selection, latent }: AtelierState): LatentSlice['sliders']['base'] {
  const { embedding } = space;
  if (embedding === null) return null;
  const { shown } = latent.place;
  if (shown !== null) return { vector: shown.decoded.latents, name: shown.title, image: null };
  const image = focused(selection);
  if (image === null) return null;
  return { vector: muOf(embedding, image), name: `#${image}`, image };
}

/** Lets the sliders start anew from what is at hand. */
export function restartSliders({ store, latent }: Atelier): void {
  latent.slide.forget();
  latent.slideLocate.forget();
  changeLatent(store, 'sliders', { ...noSliders, base: baseOf(store.getState()) });
  markPlaces(store);
}

/** The same image has another vector, for the model has learnt: what was moved stays where it was moved to. */
export function refreshSliders(atelier: Atelier): void {
  const { moved, base } = atelier.store.getState().latent.sliders;
  const now = baseOf(atelier.store.getState());
  if (base?.image == null || now?.image !== base.image) {
    restartSliders(atelier);
    return;
  }
  changeLatent(atelier.store, 'sliders', { base: now });
  move(atelier, moved);
}

/** Moves one dimension and decodes at once; of moves that come quicker than images, only the newest counts. */
export function moveSlider(atelier: Atelier, dimension: number, value: number): void {
  const { base, moved } = atelier.store.getState().latent.sliders;
  if (base === null || !(dimension in base.vector) || !Number.isFinite(value)) return;
  move(atelier, new Map(moved).set(dimension, value));
}

export function resetSlider(atelier: Atelier, dimension: number): void {
  const moved = new Map(atelier.store.getState().latent.sliders.moved);
  if (moved.delete(dimension)) move(atelier, moved);
}

export function resetSliders(atelier: Atelier): void {
  move(atelier, new Map());
}

function move(atelier: Atelier, moved: ReadonlyMap<number, number>): void {
  const { store, latent } = atelier;
  const { base } = store.getState().latent.sliders;
  if (base === null) return;
  if (moved.size === 0) {
    restartSliders(atelier);
    return;
  }
  changeLatent(store, 'sliders', { moved });
  const vector = base.vector.slice();
  for (const [dimension, value] of moved) vector[dimension] = value;
  latent.slide.put(vector);
}
