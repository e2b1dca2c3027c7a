import { UserError } from '../../contract/errors';
import type { NeighbourGraph } from '../../core/map/neighbours';
import { ownDistances } from '../../core/latent/distance-from-data';
import type { Model } from './model';
import type { EngineState, Space } from './state';

/** What the latent tools work with: a model, images it has encoded, and what is known of them. */
export interface LatentSpace {
  model: Model;
  space: Space;
  neighbours: NeighbourGraph;
  /** The distance of each image from its nearest, rising, `[n]`: the yardstick of distances from the data. */
  own: Float32Array;
}

/** Sorted once for each graph. */
const yardsticks = new WeakMap<NeighbourGraph, Float32Array>();

/** Throws UserError when there is no model, no images, or the images were encoded with another model. */
export async function latentSpace(state: EngineState): Promise<LatentSpace> {
  const model = state.requireModel();
  const space = state.requireSpace();
  const { n, latent } = space.embedding;
  if (latent !== model.description.network.latent) {
    throw new UserError('The images were encoded with another model: encode them with this one first.');
  }
  if (n < 2) throw new UserError('This needs 2 encoded images or more: encode more.');
  const neighbours = await state.neighbours(space);
  let own = yardsticks.get(neighbours);
  if (own === undefined) {
    own = ownDistances(neighbours.distances, n, neighbours.k);
    yardsticks.set(neighbours, own);
  }
  return { model, space, neighbours, own };
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
