import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Generator } from '../../core/random/generator';
import { differences, inspectRemains, type Remains } from './killed-run';
import { writeSmallFashionMnist } from './small-fashion-mnist';
import { liveAndDie, type Life, type Moment } from './training-child';

export interface SoakOptions {
  /** The built command line, `cli.js`. */
  cli: string;
  /** An empty folder to work in; the caller removes it. */
  folder: string;
  kills: number;
  /** Of the kills; the runs that are killed have seed 0. */
  seed: number;
  moments: readonly Moment[];
  /** Of a run; one that is done is compared, and the next one begins. */
  epochs: number;
  signal: AbortSignal;
  onLife?: (report: LifeReport) => void;
}

/** One process from its start to its end. */
export interface LifeReport {
  /** Null: it was to train to the end of the run. */
  moment: Moment | null;
  /** Null: it was killed. */
  code: number | null;
  /** Step of the newest checkpoint it left; null when there is none. */
  step: number | null;
  inSave: boolean;
  inRotation: boolean;
  faults: readonly string[];
}

export interface SoakTally {
  kills: number;
  /** Kills before the run had its first checkpoint. */
  beforeFirst: number;
  /** Kills that cut a save short. */
  inSave: number;
  /** Kills after a save, before older checkpoints were removed. */
  inRotation: number;
  /** Runs that could not be read or gone on with, or were not as they should be. */
  unreadable: number;
  /** The most steps that one kill cost for certain. */
  stepsLost: number;
  stepsPerEpoch: number;
  /** Runs that were trained to their end, and how many of them ended as the one never interrupted did. */
  finished: number;
  identical: number;
  /** Processes that left everything in order, and the others. */
  passed: number;
  failed: number;
}

const IMAGES = { train: 60, test: 50 };
const BATCH = 20;
const STEPS_PER_EPOCH = IMAGES.train / BATCH;

/**
 * Trains small runs for real in processes of their own, kills those at random moments, and looks each time at what is
 * left, goes on from it, and at the end compares the run with one never interrupted. Rejects when `signal` aborts or
 * when not even that one can be trained.
 */
export async function soak(options: SoakOptions): Promise<SoakTally> {
  const { cli, folder, kills, seed, moments, epochs, signal } = options;
  const random = new Generator(seed);
  const data = path.join(folder, 'data');
  const reference = path.join(folder, 'reference');
  const run = path.join(folder, 'run');
  await writeSmallFashionMnist(data, IMAGES);
  const settings = ['--epochs', epochs, '--batch', BATCH, '--latent', 2, '--seed', 0].map(String);
  const begin = ['--data', 'fashion-mnist', ...settings];
  const began = performance.now();
  const first = await liveAndDie({ cli, args: begin, data, run: reference, signal }, null, random, 0);
  if (first.code !== 0) throw new Error(`The run cannot even be trained undisturbed: ${first.lastWords}`);
  // Longer than a start takes, so that these kills also land in the first epochs.
  const startMs = (performance.now() - began) / 2;

  const tally = emptyTally();
  let kept: Remains['kept'] = null;
  let finished: boolean;
  do {
    const moment = tally.kills < kills ? moments[random.below(moments.length)]! : null;
    const args = existsSync(path.join(run, 'run.json')) ? ['--resume'] : begin;
    const life = await liveAndDie({ cli, args, data, run, signal }, moment, random, startMs);
    const remains = await remainsOf(run, life);
    const done = life.code === 0 || remains.kept?.epoch === epochs;
    if (done) remains.faults.push(...(await differences(run, reference)));
    const faults: string[] = [...faultsOfLife(life, kept), ...remains.faults];
    count(tally, life, { remains, done, passed: faults.length === 0 });
    const step = remains.kept?.step ?? life.checkpoint;
    options.onLife?.({
      moment,
      code: life.code,
      step,
      inSave: remains.inSave,
      inRotation: remains.inRotation,
      faults,
    });
    finished = done && faults.length === 0;
    kept = faults.length > 0 || done ? null : remains.kept;
    // What went wrong is kept to be looked at.
    if (faults.length > 0 && existsSync(run)) await rename(run, path.join(folder, `failed-${tally.failed}`));
    else if (done) await rm(run, { recursive: true });
    // The last run too is trained to its end, once there were kills enough.
  } while ((!finished || tally.kills < kills) && tally.failed <= kills);
  return tally;
}

async function remainsOf(run: string, life: Life): Promise<Remains> {
  if (life.code === null) return inspectRemains(run, life, STEPS_PER_EPOCH);
  return { kept: null, inSave: false, inRotation: false, lost: 0, faults: [] };
}

/** `kept`: what the life before left, from which this one had to go on. */
function faultsOfLife({ code, lastWords, firstEpoch }: Life, kept: Remains['kept']): string[] {
  const faults: string[] = [];
  if (code !== null && code !== 0) faults.push(`It ended by itself with exit ${code}: ${lastWords}`);
  const wanted = (kept?.epoch ?? 0) + 1;
  if (firstEpoch !== null && firstEpoch !== wanted)
    faults.push(`It went on with epoch ${firstEpoch} where epoch ${wanted} was next.`);
  return faults;
}

function count(
  tally: SoakTally,
  { code, checkpoint }: Life,
  { remains, done, passed }: { remains: Remains; done: boolean; passed: boolean },
): void {
  if (passed) tally.passed++;
  else tally.failed++;
  if (code === null) tally.kills++;
  if (code === null && checkpoint === null) tally.beforeFirst++;
  if (remains.inSave) tally.inSave++;
  if (remains.inRotation) tally.inRotation++;
  tally.stepsLost = Math.max(tally.stepsLost, remains.lost);
  if (done) tally.finished++;
  if (done && passed) tally.identical++;
  if (!done && !passed) tally.unreadable++;
}

function emptyTally(): SoakTally {
  return {
    kills: 0,
    beforeFirst: 0,
    inSave: 0,
    inRotation: 0,
    unreadable: 0,
    stepsLost: 0,
    stepsPerEpoch: STEPS_PER_EPOCH,
    finished: 0,
    identical: 0,
    passed: 0,
    failed: 0,
  };
}
