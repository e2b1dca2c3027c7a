import type { DataSource } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import type { TrainingConfig } from '../../contract/training';
import type { Tensor } from '../../core/formats/safetensors';
import { latentAndChannels, parameterShapes, sidesThatFit } from '../../core/network/parameters';
import { LARGEST_SIDE, planNetwork, SMALLEST_SIDE, type NetworkPlan } from '../../core/network/plan';
import { FASHION_MNIST_CLASSES } from '../datasets/fashion-mnist';
import { checkShapes } from '../network/weights';
import { RunFolder } from './run-folder';

const USUAL_SIDE = 28;
const SIDES = Array.from({ length: LARGEST_SIDE - SMALLEST_SIDE + 1 }, (_, i) => SMALLEST_SIDE + i);

/** It cannot be told which images belong to the weights. */
export class NeedsImages extends UserError {}

export interface ImportOptions {
  folder: string;
  /** With PyTorch's names and layouts. */
  tensors: ReadonlyMap<string, Tensor>;
  /** Where they come from, for the sentences. */
  where: string;
  /** Settings to note in the run; the latent size is that of the weights. */
  config: TrainingConfig;
  /** The images that belong to the weights; Fashion-MNIST when they take 28 by 28 grey pixels. */
  source?: DataSource;
  /** Side of the images, where the weights fit several. */
  side?: number;
}

/**
 * Makes a run of weights from elsewhere, which can be opened like any other but not trained further. Throws
 * UserError when they are of another network, or it cannot be told which images belong to them.
 */
export async function importModel(options: ImportOptions): Promise<{ run: RunFolder }> {
  const { folder, tensors, where, config } = options;
  await RunFolder.assertFree(folder);
  const plan = planOf(options);
  const { side, channels, latent, parameterCount } = plan;
  const isFashion = side === 28 && channels === 1;
  const source = options.source ?? (isFashion ? { kind: 'fashion-mnist' as const } : null);
  if (source === null) {
    throw new NeedsImages(
      `The weights in ${where} take ${side} by ${side} pixels ${channels === 1 ? 'grey' : 'in colour'}: name the folder of their images (--data in a terminal).`,
    );
  }
  const run = await RunFolder.create(folder, {
    format: 'latent-atelier-run',
    formatVersion: 1,
    created: new Date().toISOString(),
    source,
    options: { side, channels },
    config: { ...config, latent },
    network: { side, channels, latent, parameterCount },
    dataFingerprint: null,
    labelNames: source.kind === 'fashion-mnist' ? [...FASHION_MNIST_CLASSES] : [],
    versions: {},
  });
  await run.saveCheckpoint({
    step: 0,
    stepsPerEpoch: 0,
    weights: tensors,
    optimiser: new Map(),
    best: null,
    waited: 0,
    state: null,
  });
  return { run };
}

function planOf({ tensors, where, side }: ImportOptions): NetworkPlan {
  try {
    const shapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
    const { latent, channels } = latentAndChannels(shapes);
    const chosen = side ?? sidesThatFit(shapes)[0] ?? closestSide(shapes, { latent, channels });
    const plan = planNetwork({ side: chosen, channels, latent });
    checkShapes(plan, tensors);
    return plan;
  } catch (error) {
    if (!(error instanceof UserError) && !(error instanceof RangeError)) throw error;
    throw new UserError(`The weights in ${where} cannot be used: ${error.message}`, { cause: error });
  }
}

/** The side whose network these weights miss by the fewest tensors, so that the sentence names what is odd about them. */
function closestSide(
  shapes: ReadonlyMap<string, readonly number[]>,
  size: Pick<NetworkPlan, 'latent' | 'channels'>,
): number {
  let closest = { side: USUAL_SIDE, odd: Infinity };
  for (const side of [USUAL_SIDE, ...SIDES]) {
    const wanted = parameterShapes(planNetwork({ ...size, side }));
    const odd = wanted.filter(({ name, shape }) => shapes.get(name)?.join() !== shape.join()).length;
    if (odd < closest.odd) closest = { side, odd };
  }
  return closest.side;
}
