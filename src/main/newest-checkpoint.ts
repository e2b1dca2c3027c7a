import { readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * The step of a run's newest checkpoint, from the names in its `checkpoints/` folder (each is written whole before it
 * gets its name); null when there is none.
 */
export async function newestCheckpoint(runFolder: string): Promise<number | null> {
  let entries;
  try {
    entries = await readdir(path.join(runFolder, 'checkpoints'), { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const steps = entries
    .filter((entry) => entry.isDirectory() && /^\d+$/.test(entry.name))
    .map((entry) => Number(entry.name));
  return steps.length === 0 ? null : Math.max(...steps);
}
