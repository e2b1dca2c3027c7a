import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../contract/errors';
import { bestEpoch, type EpochMetrics } from '../../contract/training';
import { RunFolder } from '../runs/run-folder';
import type { Life } from './training-child';

/** What a killed process left behind. */
export interface Remains {
  /** Step and epochs done of the newest checkpoint; null before the first one. */
  kept: { step: number; epoch: number } | null;
  /** Whether it was killed while it wrote: something half written lies there. */
  inSave: boolean;
  /** Whether it was killed before it had removed what a new checkpoint makes superfluous. */
  inRotation: boolean;
  /** Steps done and lost for certain: those of epochs that were announced and are in no checkpoint. */
  lost: number;
  /** One sentence for each thing that is not as it should be. */
  faults: string[];
}

const KEPT = 2;
const trainerState = z.object({ epoch: z.number() });
const savedState = z.object({ best: bestEpoch.nullable() });

/** Reads a run, after its process was killed, with the engine's own reader. */
export async function inspectRemains(run: string, life: Life, stepsPerEpoch: number): Promise<Remains> {
  const names = await namesIn(run);
  const checkpoints = await namesIn(path.join(run, 'checkpoints'));
  const steps = checkpoints.filter((name) => /^\d+$/.test(name)).map(Number);
  const within = await Promise.all(steps.map((step) => namesIn(path.join(run, 'checkpoints', String(step)))));
  const half = [...names, ...checkpoints, ...within.flat()].some((name) => name.includes(`.${life.pid}-`));
  const remains: Remains = { kept: null, inSave: half, inRotation: false, lost: 0, faults: [] };
  // Whether a run can be had from so little is for the next process to show.
  if (life.checkpoint === null) return remains;
  try {
    const folder = await RunFolder.open(run);
    const [metrics, { step, note, state, best }] = [await folder.metrics(), await folder.newestCheckpoint()];
    const { epoch } = trainerState.parse(state);
    if (best !== null) await folder.checkpoint('best');
    remains.inRotation = life.saved && !half && steps.length > (await keptOf(run, steps)).size;
    remains.kept = { step, epoch };
    remains.lost = Math.max(0, (life.lastEpoch ?? 0) * stepsPerEpoch - step);
    const { faults, lost } = remains;
    if (note !== null) faults.push(note);
    if (step < life.checkpoint) faults.push(`Checkpoint ${life.checkpoint} was there, and ${step} is left.`);
    if (lost > stepsPerEpoch) faults.push(`${lost} steps were lost, more than one checkpoint interval.`);
    if (metrics.some((row, i) => row.epoch !== i + 1))
      faults.push('The epochs of metrics.csv are not in order.');
    const wanted = Math.max(epoch, life.lastEpoch ?? 0);
    if (metrics.length < wanted)
      faults.push(`metrics.csv has ${metrics.length} of the ${wanted} epochs that were done.`);
  } catch (error) {
    remains.faults.push(messageOf(error));
  }
  return remains;
}

/** The steps that stay: the newest ones and the best that each of them names. */
async function keptOf(run: string, steps: readonly number[]): Promise<Set<number>> {
  const kept = new Set([...steps].sort((a, b) => b - a).slice(0, KEPT));
  for (const step of [...kept]) {
    const text = await readFile(path.join(run, 'checkpoints', String(step), 'state.json'), 'utf8');
    const { best } = savedState.parse(JSON.parse(text));
    if (best !== null) kept.add(best.step);
  }
  return kept;
}

/** How a finished run differs from one that was never interrupted; nothing when it does not. */
export async function differences(run: string, reference: string): Promise<string[]> {
  const faults: string[] = [];
  const { step: last, best } = await (await RunFolder.open(reference)).newestCheckpoint();
  const inCheckpoint = (step: number, name: string): string => path.join('checkpoints', String(step), name);
  for (const file of [
    inCheckpoint(last, 'weights.safetensors'),
    inCheckpoint(last, 'optimiser.safetensors'),
    inCheckpoint(best?.step ?? last, 'weights.safetensors'),
    'curve.npy',
  ]) {
    const [here, there] = await Promise.all([
      readFile(path.join(run, file)).catch(() => null),
      readFile(path.join(reference, file)),
    ]);
    if (here === null) faults.push(`${file} is missing.`);
    else if (!here.equals(there)) faults.push(`${file} differs from that of the run never interrupted.`);
  }
  const [here, there] = await Promise.all([metricsWithoutTime(run), metricsWithoutTime(reference)]);
  if (here !== there)
    faults.push('The losses in metrics.csv differ from those of the run never interrupted.');
  const left = [...(await namesIn(run)), ...(await namesIn(path.join(run, 'checkpoints')))].filter((name) =>
    name.endsWith('.partial'),
  );
  if (left.length > 0) faults.push(`Half written files stayed: ${left.join(', ')}.`);
  return faults;
}

async function metricsWithoutTime(run: string): Promise<string> {
  const rows = await (await RunFolder.open(run)).metrics();
  const timeless = (row: EpochMetrics): EpochMetrics => ({ ...row, imagesPerSecond: 0, seconds: 0 });
  return JSON.stringify(rows.map(timeless));
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
}
