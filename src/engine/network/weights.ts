import type { Tensor } from '../../core/formats/safetensors';
import { parameterShapes } from '../../core/network/parameters';
import type { NetworkPlan } from '../../core/network/plan';
import type { Generator } from '../../core/random/generator';
import { UserError } from '../../contract/errors';

/** Tensors by name, with PyTorch's names and layouts: weights, their gradients, or Adam's moments. */
export type Weights = ReadonlyMap<string, Tensor>;

/**
 * PyTorch's default initialisation: weights and biases uniform in +-1 / sqrt(fan_in), where a transposed
 * convolution's fan_in is, as PyTorch counts it (`_calculate_fan_in_and_fan_out`), outChannels k k. Drawn in the
 * order and layout of the `state_dict`, so that a seed means the same weights whatever computes with them.
 */
export function initialWeights(plan: NetworkPlan, generator: Generator): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  let bound = 0;
  for (const { name, shape } of parameterShapes(plan)) {
    // A bias follows its weight and has the same bound.
    if (name.endsWith('.weight')) bound = 1 / Math.sqrt(sizeOf(shape.slice(1)));
    const data = new Float32Array(sizeOf(shape));
    for (let i = 0; i < data.length; i++) data[i] = (2 * generator.uniform() - 1) * bound;
    weights.set(name, { shape, data });
  }
  return weights;
}

/**
 * Throws UserError, in one sentence that names the tensor and both shapes, unless `weights` are exactly those
 * of `plan`. `what` says whose they are: "weight" or "optimiser".
 */
export function checkShapes(plan: NetworkPlan, weights: Weights, what = 'weight'): void {
  const wanted = parameterShapes(plan);
  for (const { name, shape } of wanted) {
    const tensor = weights.get(name);
    if (tensor === undefined) {
      throw new UserError(
        `The ${what} tensor "${name}" of shape ${inWords(shape)} is missing: these are not this network's.`,
      );
    }
    if (inWords(tensor.shape) !== inWords(shape) || tensor.data.length !== sizeOf(shape)) {
      throw new UserError(
        `The ${what} tensor "${name}" has shape ${inWords(tensor.shape)} with ${tensor.data.length} numbers, but this network needs ${inWords(shape)}.`,
      );
    }
  }
  if (weights.size > wanted.length) {
    const known = new Set(wanted.map(({ name }) => name));
    const foreign = [...weights].find(([name]) => !known.has(name));
    throw new UserError(
      `The ${what} tensor "${foreign?.[0] ?? ''}" of shape ${inWords(foreign?.[1].shape ?? [])} is not part of this network.`,
    );
  }
}

/** The number of elements of a tensor of `shape`. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

function inWords(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
