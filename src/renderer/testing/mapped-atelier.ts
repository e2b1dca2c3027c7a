import { mapImages, testSetOf } from '../store/map/space';
import { fakeAtelier } from './fake-atelier';

/** A window with a map of six images. */
export async function withMap(overrides: Parameters<typeof fakeAtelier>[0] = {}) {
  const fake = fakeAtelier(overrides);
  await mapImages(fake.atelier, testSetOf('x'));
  const state = () => fake.atelier.store.getState();
  return { ...fake, state, latent: () => state().latent };
}
