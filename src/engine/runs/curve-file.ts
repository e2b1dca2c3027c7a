import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { decodeStepCurve, encodeStepCurve, type StepLossColumns } from '../../core/formats/step-curve';
import { FormatError } from '../../core/formats/format-error';
import { codeOf, readError } from './file-errors';
import { plainBytes } from './read-bytes';
import type { RunFolder } from './run-folder';

const CURVE = 'curve.npy';
/** Far more than a whole curve takes: a larger file is none of ours, and is not read. */
const LARGEST_BYTES = 4 * 2 ** 20;

/** Keeps the curve of a run's steps. Throws UserError when the disk is full or not writable. */
export async function saveCurve(run: RunFolder, curve: StepLossColumns): Promise<void> {
  await run.writeFile(CURVE, encodeStepCurve(curve));
}

/** A curve, or in one sentence what is wrong with its file; neither where the run keeps none. */
export interface FoundCurve {
  curve: StepLossColumns | null;
  problem: string | null;
}

/** The curve of a run's steps. Never throws: without it a run is worth having all the same. */
export async function readCurve(run: RunFolder): Promise<FoundCurve> {
  const file = path.join(run.folder, CURVE);
  try {
    const found = await stat(file);
    // Reading a pipe would wait for ever.
    if (!found.isFile() && !found.isDirectory()) throw new FormatError('It is no plain file.');
    if (found.size > LARGEST_BYTES) throw new FormatError('It is larger than any curve.');
    return { curve: decodeStepCurve(plainBytes(await readFile(file))), problem: null };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { curve: null, problem: null };
    const known = readError(error, file);
    const reason = known instanceof Error ? known.message.replace(/\.$/, '') : String(known);
    return {
      curve: null,
      problem: `The curve of its steps is damaged (${reason}): one point for each epoch is shown.`,
    };
  }
}
