import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { bestEpoch, type BestEpoch } from '../../contract/training';
import { readSafetensors, writeSafetensors, type Tensor } from '../../core/formats/safetensors';
import { LIMITS } from '../../files/plain-file';
import type { FileSystem } from './file-system';

const WEIGHTS = 'weights.safetensors';
const OPTIMISER = 'optimiser.safetensors';
export const STATE = 'state.json';

/** What training needs to go on as if it had never stopped. Tensors have PyTorch's names and layouts. */
export interface Checkpoint {
  step: number;
  /** Steps of one epoch: how far the whole run goes is this times its epochs. 0 for weights that came from elsewhere. */
  stepsPerEpoch: number;
  weights: ReadonlyMap<string, Tensor>;
  optimiser: ReadonlyMap<string, Tensor>;
  /** The best epoch so far, whose checkpoint stays as long as this one; null before there is one. */
  best: BestEpoch | null;
  /** Epochs without an improvement, by which early stopping goes. */
  waited: number;
  /** Random-number states, place in the epoch, running sums: the trainer's, as JSON. */
  state: unknown;
}

const stateFile = z.object({
  step: z.number().int().min(0),
  stepsPerEpoch: z.number().int().min(0),
  // Runs of older versions know neither.
  best: bestEpoch.nullable().default(null),
  waited: z.number().int().min(0).default(0),
  /** SHA-256 of the two other files. */
  sha256: z.object({ [WEIGHTS]: z.string(), [OPTIMISER]: z.string() }),
  trainer: z.unknown(),
});
export type CheckpointState = z.infer<typeof stateFile>;
type Hashes = CheckpointState['sha256'];

/** The files of a checkpoint, and the hashes of those that hold tensors. */
export function encodeCheckpoint({ weights, optimiser, state, ...rest }: Checkpoint): {
  files: Record<typeof WEIGHTS | typeof OPTIMISER, Uint8Array> & Record<typeof STATE, string>;
  sha256: Hashes;
} {
  const tensors = {
    [WEIGHTS]: writeSafetensors(weights, new Map([['format', 'pt']])),
    [OPTIMISER]: writeSafetensors(optimiser),
  };
  const sha256 = { [WEIGHTS]: hashOf(tensors[WEIGHTS]), [OPTIMISER]: hashOf(tensors[OPTIMISER]) };
  const { step, stepsPerEpoch, best, waited } = rest;
  const whole: CheckpointState = { step, stepsPerEpoch, best, waited, sha256, trainer: state };
  return { files: { ...tensors, [STATE]: `${JSON.stringify(whole, null, 1)}\n` }, sha256 };
}

/** Throws when it is not there or damaged. */
export async function readState(folder: string, fs: FileSystem): Promise<CheckpointState> {
  const text = new TextDecoder().decode(await fs.readPlain(path.join(folder, STATE), LIMITS.description));
  try {
    return stateFile.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${STATE} is not as it was written`, { cause: error });
  }
}

/** Throws when a file is missing or not as it was written. */
export async function readCheckpoint(folder: string, fs: FileSystem): Promise<Checkpoint> {
  const { sha256, trainer: state, ...rest } = await readState(folder, fs);
  const tensors = async (name: keyof Hashes): Promise<Map<string, Tensor>> => {
    const bytes = await fs.readPlain(path.join(folder, name), LIMITS.array);
    const read = readSafetensors(bytes);
    if (hashOf(bytes) !== sha256[name]) throw new Error(`${name} is not as it was written`);
    return read.tensors;
  };
  const [weights, optimiser] = [await tensors(WEIGHTS), await tensors(OPTIMISER)];
  return { ...rest, weights, optimiser, state };
}

/** Whether a whole checkpoint with these tensors lies there. */
export async function hasTensors(folder: string, sha256: Hashes, fs: FileSystem): Promise<boolean> {
  const found = await readCheckpoint(folder, fs).then(
    () => readState(folder, fs),
    () => null,
  );
  return found !== null && JSON.stringify(found.sha256) === JSON.stringify(sha256);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
