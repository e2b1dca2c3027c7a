import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../contract/errors';
import { readSafetensors, writeSafetensors, type Tensor } from '../../core/formats/safetensors';
import { codeOf, writeError } from './file-errors';
import { disk, type FileSystem } from './file-system';
import { plainBytes } from './read-bytes';
import { partialName, syncFolder, writeSynced, writeWhole } from './write-whole';

const KEPT = 2;
const WEIGHTS = 'weights.safetensors';
const OPTIMISER = 'optimiser.safetensors';
const STATE = 'state.json';

/** What training needs to go on as if it had never stopped. Tensors have PyTorch's names and layouts. */
export interface Checkpoint {
  step: number;
  /** Steps of one epoch: how far the whole run goes is this times its epochs. 0 for weights that came from elsewhere. */
  stepsPerEpoch: number;
  weights: ReadonlyMap<string, Tensor>;
  optimiser: ReadonlyMap<string, Tensor>;
  /** Random-number states, place in the epoch, running sums: the trainer's, as JSON. */
  state: unknown;
}

/** A checkpoint that was read, and a sentence when a newer one was damaged. */
export interface FoundCheckpoint extends Checkpoint {
  note: string | null;
}

const stateFile = z.object({
  step: z.number().int().min(0),
  stepsPerEpoch: z.number().int().min(0),
  /** SHA-256 of the two other files. */
  sha256: z.object({ [WEIGHTS]: z.string(), [OPTIMISER]: z.string() }),
  trainer: z.unknown(),
});

/**
 * Saves a checkpoint as a folder named by its step, whole or not at all, then removes all but the newest two.
 * Throws UserError when the disk is full or not writable.
 */
export async function saveCheckpoint(
  folder: string,
  checkpoint: Checkpoint,
  fs: FileSystem = disk,
): Promise<void> {
  const target = path.join(folder, String(checkpoint.step));
  const weights = writeSafetensors(checkpoint.weights, new Map([['format', 'pt']]));
  const optimiser = writeSafetensors(checkpoint.optimiser);
  const sha256 = { [WEIGHTS]: hashOf(weights), [OPTIMISER]: hashOf(optimiser) };
  const { step, stepsPerEpoch, state: trainer } = checkpoint;
  const state = `${JSON.stringify({ step, stepsPerEpoch, sha256, trainer }, null, 1)}\n`;
  try {
    await fs.mkdir(folder, { recursive: true });
    if (await hasTensors(target, sha256, fs)) {
      // The same step once more: an epoch's last step is saved before and after its evaluation.
      await writeWhole(path.join(target, STATE), [state], fs);
    } else {
      await writeFolder(target, { [WEIGHTS]: weights, [OPTIMISER]: optimiser, [STATE]: state }, fs);
    }
  } catch (error) {
    throw writeError(error, target);
  }
  for (const old of (await checkpointSteps(folder, fs)).slice(KEPT)) {
    await fs.rm(path.join(folder, String(old)), { recursive: true, force: true });
  }
}

async function writeFolder(
  target: string,
  files: Readonly<Record<string, Uint8Array | string>>,
  fs: FileSystem,
): Promise<void> {
  const partial = partialName(target);
  try {
    await fs.mkdir(partial);
    for (const [name, data] of Object.entries(files)) await writeSynced(path.join(partial, name), [data], fs);
    await syncFolder(partial, fs);
    // Only a damaged one can be in its place.
    await fs.rm(target, { recursive: true, force: true });
    await fs.rename(partial, target);
    await syncFolder(path.dirname(target), fs);
  } catch (error) {
    await fs.rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function hasTensors(folder: string, sha256: Hashes, fs: FileSystem): Promise<boolean> {
  const found = await readCheckpoint(folder, fs).then(
    () => readState(folder, fs),
    () => null,
  );
  return found !== null && JSON.stringify(found.sha256) === JSON.stringify(sha256);
}

/** Steps of the checkpoints in a folder, newest first; none when there is no such folder. */
export async function checkpointSteps(folder: string, fs: FileSystem = disk): Promise<number[]> {
  const names = await fs.readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => b - a);
}

/**
 * The newest checkpoint that can be read; an older one when the newest is damaged, with a note that says so.
 * Throws UserError when there is none, or none that can be read. `run` is the run's folder, for the sentences.
 */
export async function newestCheckpoint(
  run: string,
  folder: string,
  fs: FileSystem = disk,
): Promise<FoundCheckpoint> {
  const steps = await checkpointSteps(folder, fs);
  const damage: string[] = [];
  for (const step of steps) {
    try {
      const found = await readCheckpoint(path.join(folder, String(step)), fs);
      const older = `Checkpoint ${steps[0]!} of ${run} is damaged (${damage[0] ?? ''}); the one of step ${step} is used.`;
      return { ...found, note: damage.length === 0 ? null : older };
    } catch (error) {
      damage.push(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
    }
  }
  throw new UserError(
    steps.length === 0
      ? `The run ${run} has no checkpoint yet: let it train until the first one is saved.`
      : `No checkpoint of the run ${run} can be read (${damage[0]!}): restore its checkpoints folder from a copy.`,
  );
}

/** How far the newest checkpoint whose state can be read has come; null when there is none. */
export async function checkpointProgress(
  folder: string,
  fs: FileSystem = disk,
): Promise<{ step: number; stepsPerEpoch: number } | null> {
  for (const step of await checkpointSteps(folder, fs)) {
    const state = await readState(path.join(folder, String(step)), fs).catch(() => null);
    if (state !== null) return state;
  }
  return null;
}

async function readState(folder: string, fs: FileSystem): Promise<z.infer<typeof stateFile>> {
  return stateFile.parse(JSON.parse(await fs.readFile(path.join(folder, STATE), 'utf8')));
}

async function readCheckpoint(folder: string, fs: FileSystem): Promise<Checkpoint> {
  const { step, stepsPerEpoch, sha256, trainer } = await readState(folder, fs);
  const tensors = async (name: keyof typeof sha256): Promise<Map<string, Tensor>> => {
    const bytes = plainBytes(await fs.readFile(path.join(folder, name)));
    const read = readSafetensors(bytes);
    if (hashOf(bytes) !== sha256[name]) throw new Error(`${name} is not as it was written`);
    return read.tensors;
  };
  const [weights, optimiser] = [await tensors(WEIGHTS), await tensors(OPTIMISER)];
  return { step, stepsPerEpoch, weights, optimiser, state: trainer };
}

type Hashes = z.infer<typeof stateFile>['sha256'];

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
