import { UserError } from '../../contract/errors';
import type { Model } from './model';
import { yardstickOf } from './space-neighbours';
import type { EngineState, Space } from './state';

/** What the latent tools work with: a model, images it has encoded, and what is known of them. */
export interface LatentSpace {
  model: Model;
  space: Space;
  /** How far images are from their nearest, rising: the yardstick of distances from the data. */
  own: Float32Array;
}

/** Throws UserError when there is no model, no images, or the images were encoded with another model. */
export async function latentSpace(state: EngineState): Promise<LatentSpace> {
  const model = state.requireModel();
  const space = state.requireSpace();
  const { n, latent } = space.embedding;
  if (latent !== model.description.network.latent) {
    throw new UserError('The images were encoded with another model: encode them with this one first.');
  }
  if (n < 2) throw new UserError('This needs 2 encoded images or more: encode more.');
  return { model, space, own: await yardstickOf(state, space) };
}

/** Throws UserError unless these are `n` latent vectors of finite numbers. */
export function checkLatents(latents: Float32Array, n: number, latent: number): void {
  if (latents.length !== n * latent) {
    throw new UserError(`${latents.length} numbers are not ${n} latent vectors of ${latent}.`);
  }
  if (!latents.every(Number.isFinite)) {
    throw new UserError('A latent vector is made of finite numbers: one of these is not.');
  }
}
