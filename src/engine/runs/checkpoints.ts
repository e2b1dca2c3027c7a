import path from 'node:path';
import { UserError } from '../../contract/errors';
import { codeOf, writeError } from './file-errors';
import { disk, type FileSystem } from './file-system';
import {
  encodeCheckpoint,
  hasTensors,
  readCheckpoint,
  readState,
  STATE,
  type Checkpoint,
  type CheckpointState,
} from './checkpoint-files';
import { partialName, syncFolder, writeSynced, writeWhole } from './write-whole';

const KEPT = 2;

/** A checkpoint that was read, and a sentence when a newer one was damaged. */
export interface FoundCheckpoint extends Checkpoint {
  note: string | null;
}

/** A checkpoint lies on the disk; `note` is a sentence when older ones should have gone and did not. */
export interface SavedCheckpoint {
  note: string | null;
}

/**
 * Saves a checkpoint as a folder named by its step, whole or not at all, then removes all but the newest two and their
 * best. Throws UserError when the disk is full, fails or is not writable: what lay there is then as it was.
 */
export async function saveCheckpoint(
  folder: string,
  checkpoint: Checkpoint,
  fs: FileSystem = disk,
): Promise<SavedCheckpoint> {
  const target = path.join(folder, String(checkpoint.step));
  const { files, sha256 } = encodeCheckpoint(checkpoint);
  try {
    await fs.mkdir(folder, { recursive: true });
    if (await hasTensors(target, sha256, fs)) {
      // The same step once more: an epoch's last step may be saved before and after its evaluation.
      await writeWhole(path.join(target, STATE), [files[STATE]], fs);
    } else {
      await writeFolder(target, files, fs);
    }
  } catch (error) {
    throw writeError(error, target);
  }
  try {
    await removeOld(folder, checkpoint.step, fs);
    return { note: null };
  } catch (error) {
    const reason = withoutStop(error);
    return {
      note: `The checkpoint of step ${checkpoint.step} is saved, but older ones could not be removed from ${folder} (${reason}): check the disk.`,
    };
  }
}

/** Removes all but the newest two up to `newest` and the best that each of them names. */
async function removeOld(folder: string, newest: number, fs: FileSystem): Promise<void> {
  const steps = await checkpointSteps(folder, fs);
  // Only a damaged one can be ahead of what was just saved.
  const kept = new Set(steps.filter((step) => step <= newest).slice(0, KEPT));
  for (const step of [...kept]) {
    const best = (await stateUnlessDamaged(path.join(folder, String(step)), fs))?.best;
    if (best != null) kept.add(best.step);
  }
  for (const step of steps.filter((one) => !kept.has(one))) {
    await fs.rm(path.join(folder, String(step)), { recursive: true, force: true });
  }
}

async function stateUnlessDamaged(folder: string, fs: FileSystem): Promise<CheckpointState | null> {
  return readState(folder, fs).catch((error: unknown) => {
    if (codeOf(error) === '' || codeOf(error) === 'ENOENT') return null;
    throw error;
  });
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
    await replace(target, partial, fs);
    await syncFolder(path.dirname(target), fs);
  } catch (error) {
    // Whoever resumes the run removes what cannot be removed now; the first error is the one to tell.
    await fs.rm(partial, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

/** Gives `partial` the place of `target`; what was there comes back when that fails. */
async function replace(target: string, partial: string, fs: FileSystem): Promise<void> {
  const aside = partialName(target);
  const wasThere = await fs.rename(target, aside).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await fs.rename(partial, target);
  } catch (error) {
    if (wasThere) await fs.rename(aside, target);
    throw error;
  }
  if (wasThere) await fs.rm(aside, { recursive: true, force: true });
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
      damage.push(withoutStop(error));
    }
  }
  throw new UserError(
    steps.length === 0
      ? `The run ${run} has no checkpoint yet: let it train until the first one is saved.`
      : `No checkpoint of the run ${run} can be read (${damage[0]!}): restore its checkpoints folder from a copy.`,
  );
}

/**
 * The checkpoint of the best epoch; when that is damaged the best before it that is still kept, with a note that says
 * so. Throws UserError when the run has none, or none that can be read. `run` is the run's folder, for the sentences.
 */
export async function bestCheckpoint(
  run: string,
  folder: string,
  fs: FileSystem = disk,
): Promise<FoundCheckpoint> {
  const damaged = new Map<number, string>();
  for (const step of await checkpointSteps(folder, fs)) {
    const best = (await readState(path.join(folder, String(step)), fs).catch(() => null))?.best ?? null;
    if (best === null || damaged.has(best.step)) continue;
    try {
      const found = await readCheckpoint(path.join(folder, String(best.step)), fs);
      const [first] = damaged;
      if (first === undefined) return { ...found, note: null };
      const note = `Checkpoint ${first[0]} of ${run}, its best, is damaged (${first[1]}); the best before it, of step ${best.step}, is used.`;
      return { ...found, note };
    } catch (error) {
      damaged.set(best.step, withoutStop(error));
    }
  }
  const [first] = damaged;
  throw new UserError(
    first === undefined
      ? `The run ${run} has no best checkpoint, for none of its epochs has been kept as the best: take the last one.`
      : `Checkpoint ${first[0]} of ${run}, its best, is damaged (${first[1]}): take the last one.`,
  );
}

/** How far the newest checkpoint whose state can be read has come; null when there is none. */
export async function checkpointProgress(
  folder: string,
  fs: FileSystem = disk,
): Promise<CheckpointState | null> {
  for (const step of await checkpointSteps(folder, fs)) {
    const state = await readState(path.join(folder, String(step)), fs).catch(() => null);
    if (state !== null) return state;
  }
  return null;
}

function withoutStop(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
}
