import type { LatentSamples } from '../../../contract/latent';
import type { Atelier, Bridge } from '../atelier';
import type { AtelierStore } from '../atelier-store';
import { Latest } from '../latest';
import { showVector } from './decode-anywhere';
import { changeLatent, locatedAt, markPlaces } from './latent-change';
import type { SamplesSlice } from './latent-state';
import { reporting, sentenceOf } from '../notices';

interface SamplesQuestion {
  n: number;
  seed: number;
  components: number;
}
export type SamplesQuestions = Latest<SamplesQuestion, LatentSamples>;

/** Of each kind; a multiple of the columns they stand in. */
export const SAMPLES_SHOWN = 12;
export const MIXTURE_COMPONENTS = { min: 1, max: 40 } as const;

export function samplesQuestions(bridge: Bridge, store: AtelierStore): SamplesQuestions {
  return new Latest<SamplesQuestion, LatentSamples>(
    (question) => bridge.spaceSamples(question),
    (result) => {
      changeLatent(store, 'samples', { result, busy: false, error: null });
      markPlaces(store);
    },
    (error) => changeLatent(store, 'samples', { busy: false, error: sentenceOf(error) }),
  );
}

/** Draws images from the prior and from the mixture, with the seed as it is. */
export function drawSamples({ store, latent }: Atelier): void {
  const { space } = store.getState();
  if (space.embedding === null) return;
  const { seed, components } = store.getState().latent.samples;
  changeLatent(store, 'samples', { busy: true, error: null });
  latent.samples.put({ n: SAMPLES_SHOWN, seed, components });
}

/** Other samples: those of the next seed. */
export function drawOthers(atelier: Atelier): void {
  const { seed, result } = atelier.store.getState().latent.samples;
  if (result !== null) changeLatent(atelier.store, 'samples', { seed: seed + 1 });
  drawSamples(atelier);
}

export function setComponents(atelier: Atelier, components: number): void {
  const { min, max } = MIXTURE_COMPONENTS;
  const whole = Math.round(Math.min(max, Math.max(min, components)));
  if (!Number.isFinite(whole) || whole === atelier.store.getState().latent.samples.components) return;
  changeLatent(atelier.store, 'samples', { components: whole });
  drawSamples(atelier);
}

/** Ends a fit that takes too long; what was drawn before stays. */
export async function stopSamples({ store, bridge, latent }: Atelier): Promise<void> {
  latent.samples.forget();
  changeLatent(store, 'samples', { busy: false });
  await reporting(store, async () => {
    await bridge.spaceStopSamples({});
  });
}

export function markSamples({ store }: Atelier, marked: SamplesSlice['marked']): void {
  if (store.getState().latent.samples.marked === marked) return;
  changeLatent(store, 'samples', { marked });
  markPlaces(store);
}

/** Shows one of the samples in the inspector. */
export function showSample(atelier: Atelier, origin: 'prior' | 'mixture', at: number): void {
  const { latent, space } = atelier.store.getState();
  const set = latent.samples.result?.[origin];
  if (set === undefined || space.embedding === null) return;
  const { side, channels, n, pixels } = set.images;
  const size = pixels.length / n;
  const dimensions = space.embedding.latent;
  showVector(atelier, {
    origin,
    title: `Sample ${at + 1} of the ${origin}`,
    mapPercentile: null,
    decoded: {
      latents: set.latents.slice(at * dimensions, (at + 1) * dimensions),
      images: { n: 1, side, channels, pixels: pixels.slice(at * size, (at + 1) * size) },
      located: locatedAt(set.located, at, space.dims),
    },
  });
}
