import {
  LARGEST_LATENT,
  LARGEST_SIDE,
  SMALLEST_LATENT,
  SMALLEST_SIDE,
  planNetwork,
  type NetworkPlan,
} from './plan';

/** One parameter tensor: its name in the notebook's `state_dict` and its PyTorch shape. */
export interface ParameterShape {
  name: string;
  shape: readonly number[];
}

/**
 * All parameters in the order of PyTorch's `state_dict`. Layouts are PyTorch's: convolution
 * [out, in, k, k], transposed convolution [in, out, k, k], linear [out, in].
 */
export function parameterShapes(plan: NetworkPlan): ParameterShape[] {
  const { latent, flat } = plan;
  const pair = (name: string, weight: readonly number[], bias: number): ParameterShape[] => [
    { name: `${name}.weight`, shape: weight },
    { name: `${name}.bias`, shape: [bias] },
  ];
  return [
    ...plan.encoder.flatMap((c) =>
      pair(`encoder.${c.index}`, [c.outChannels, c.inChannels, c.kernel, c.kernel], c.outChannels),
    ),
    ...pair('z_mean', [latent, flat], latent),
    ...pair('z_log_var', [latent, flat], latent),
    ...pair(`decoder.${plan.decoderLinear.index}`, [flat, latent], flat),
    ...plan.decoder.flatMap((c) =>
      pair(`decoder.${c.index}`, [c.inChannels, c.outChannels, c.kernel, c.kernel], c.outChannels),
    ),
  ];
}

/**
 * What the shapes of foreign weights say by themselves. Throws RangeError with one sentence when a tensor
 * that tells is missing or has a shape that this family of networks never has.
 */
export function latentAndChannels(shapes: ReadonlyMap<string, readonly number[]>): {
  latent: number;
  channels: 1 | 3;
  flat: number;
} {
  const [latent, flat, ...noMore] = shapeOf(shapes, 'z_mean.weight');
  if (latent === undefined || flat === undefined || noMore.length > 0) {
    throw new RangeError('The tensor "z_mean.weight" must have two dimensions, [latent, features].');
  }
  if (latent < SMALLEST_LATENT || latent > LARGEST_LATENT) {
    throw new RangeError(
      `These weights have ${latent} latent dimensions; from ${SMALLEST_LATENT} to ${LARGEST_LATENT} can be read.`,
    );
  }
  const first = shapeOf(shapes, 'encoder.0.weight');
  const channels = first[1];
  if (first.length !== 4 || (channels !== 1 && channels !== 3)) {
    throw new RangeError('The tensor "encoder.0.weight" must have the shape [32, 1 or 3, 3, 3].');
  }
  return { latent, channels, flat };
}

/**
 * Every side whose network has exactly these parameters, the largest first; empty when none has. Several sides share one
 * set of shapes (25 to 28 do, and 57 to 64), because convolutions have no side; the largest is the one people use.
 * Throws as `latentAndChannels` does.
 */
export function sidesThatFit(shapes: ReadonlyMap<string, readonly number[]>): number[] {
  const { latent, channels } = latentAndChannels(shapes);
  const sides: number[] = [];
  for (let side = SMALLEST_SIDE; side <= LARGEST_SIDE; side++) {
    const wanted = parameterShapes(planNetwork({ side, channels, latent }));
    const fits = ({ name, shape }: ParameterShape): boolean => sameShape(shapes.get(name), shape);
    if (wanted.length === shapes.size && wanted.every(fits)) sides.push(side);
  }
  return sides.reverse();
}

function shapeOf(shapes: ReadonlyMap<string, readonly number[]>, name: string): readonly number[] {
  const shape = shapes.get(name);
  if (shape === undefined) {
    const [first = 'none'] = shapes.keys();
    throw new RangeError(
      `These weights lack the tensor "${name}", as the notebook names it; their first is "${first}".`,
    );
  }
  return shape;
}

function sameShape(a: readonly number[] | undefined, b: readonly number[]): boolean {
  return a !== undefined && a.length === b.length && a.every((length, axis) => length === b[axis]);
}
