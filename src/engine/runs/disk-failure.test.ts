import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import type { RunDescription } from '../../contract/run';
import { trainingConfig } from '../../contract/training';
import { failingDisk, type DiskFault } from '../testing/failing-disk';
import type { Checkpoint } from './checkpoint-files';
import type { FileSystem } from './file-system';
import { RunFolder } from './run-folder';

const FAULTS: DiskFault[] = ['ENOSPC', 'EIO', 'short write'];

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-disk-'));
  return () => rm(root, { recursive: true, force: true });
});
const at = (...names: string[]): string => path.join(root, ...names);

const checkpoint = (step: number, best: number): Checkpoint => ({
  step,
  stepsPerEpoch: 10,
  weights: new Map([['a', { shape: [3], data: Float32Array.of(step, 1 / 3, 1e-40) }]]),
  optimiser: new Map([['exp_avg.a', { shape: [1], data: Float32Array.of(step) }]]),
  best: { epoch: best / 10, step: best, elbo: 200 },
  waited: 0,
  state: { sum: 0.1 + 0.2 },
});

function workingDisk(): FileSystem {
  return failingDisk('EIO', () => false).fs;
}

/** A run with a best checkpoint that is not among the last two, and two others. */
async function makeRun(): Promise<void> {
  const description: RunDescription = {
    format: 'latent-atelier-run',
    formatVersion: 1,
    created: '2026-11-01T00:00:00.000Z',
    source: { kind: 'fashion-mnist' },
    options: {},
    config: trainingConfig.parse({}),
    network: { side: 28, channels: 1, latent: 64, parameterCount: 807_025 },
    dataFingerprint: 'abc',
    labelNames: [],
    versions: {},
  };
  const run = await RunFolder.create(at('run'), description, workingDisk());
  for (const step of [10, 20, 30]) await run.saveCheckpoint(checkpoint(step, 10));
}

async function open(fs = workingDisk()): Promise<RunFolder> {
  return RunFolder.open(at('trial'), fs);
}

/** Saves `next` in a fresh copy of the run on a disk that fails at these calls, and says how that ended. */
async function saveBadly(
  next: Checkpoint,
  fault: DiskFault,
  fails: (call: number) => boolean,
): Promise<{ calls: string[]; told: string | null; kept: boolean }> {
  await rm(at('trial'), { recursive: true, force: true });
  await cp(at('run'), at('trial'), { recursive: true });
  let opened = false;
  let before = 0;
  const { fs, calls } = failingDisk(fault, (call) => opened && fails(call - before));
  const run = await open(fs);
  opened = true;
  before = calls.length;
  const outcome = await run.saveCheckpoint(next).catch((error: unknown) => error);
  const made = calls.slice(before);
  if (outcome instanceof UserError) return { calls: made, told: outcome.message, kept: false };
  if (outcome instanceof Error) throw outcome;
  return { calls: made, told: (outcome as { note: string | null }).note, kept: true };
}

async function remains(): Promise<{ steps: string[]; partials: string[] }> {
  const names = await readdir(at('trial', 'checkpoints'), { recursive: true });
  const partials = names.filter((name) => name.endsWith('.partial'));
  return { steps: names.filter((name) => /^\d+$/.test(name)).sort(), partials };
}

describe.each([
  ['a new checkpoint', checkpoint(40, 10)],
  ['a new best checkpoint', checkpoint(40, 40)],
  ['the newest checkpoint once more, with another state', { ...checkpoint(30, 10), state: { sum: 1 } }],
  [
    'other weights in the place of the newest',
    { ...checkpoint(30, 10), weights: checkpoint(31, 10).weights },
  ],
])('saving %s', (_, next) => {
  it.each(FAULTS)('survives a %s at every single call', async (fault) => {
    await makeRun();
    const { calls } = await saveBadly(next, fault, () => false);
    for (const name of ['mkdir', 'open', 'write', 'sync', 'stat', 'close', 'rename', 'readdir', 'readPlain'])
      expect(calls).toContain(name);
    let failures = 0;
    for (let call = 0; call < calls.length; call++) {
      const { told, kept } = await saveBadly(next, fault, (one) => one === call);
      const where = `${fault} at call ${call}, ${calls[call]!}`;
      if (told !== null) {
        failures += 1;
        expect(told, where).toMatch(/^[A-Z][^\n]+\.$/);
      }
      // What was there stays readable, down to the last bit, and a save that says nothing has done all of its work.
      const run = await open();
      const found = await run.newestCheckpoint();
      expect(found.note, where).toBeNull();
      if (kept) expect(found, where).toEqual({ ...next, note: null });
      else expect([checkpoint(30, 10), next], where).toContainEqual(without(found));
      const best = await run.checkpoint('best');
      expect(best.weights, where).toEqual(
        found.best!.step === next.step ? next.weights : checkpoint(10, 10).weights,
      );
      const { steps, partials } = await remains();
      if (calls[call] !== 'rm' && calls[call] !== 'unlink') expect(partials, where).toEqual([]);
      const wanted =
        next.best?.step === 40
          ? ['10', '30', '40']
          : next.step === 40
            ? ['10', '30', '40']
            : ['10', '20', '30'];
      if (kept && told === null) expect(steps, where).toEqual(wanted);
      // The next save, on a disk that works, leaves everything as if nothing had happened.
      expect(await run.saveCheckpoint(checkpoint(50, next.best!.step)), where).toEqual({ note: null });
      expect((await open().then((again) => again.newestCheckpoint())).step, where).toBe(50);
    }
    // A short write can only happen where something is written.
    expect(failures).toBeGreaterThan(fault === 'short write' ? 0 : 5);
  });

  it('survives a disk that fails from some call on', async () => {
    await makeRun();
    const { calls } = await saveBadly(next, 'EIO', () => false);
    for (let call = 0; call < calls.length; call++) {
      const { told, kept } = await saveBadly(next, 'EIO', (one) => one >= call);
      const where = `from call ${call}, ${calls[call]!}, on`;
      expect(told, where).toMatch(/^[A-Z][^\n]+\.$/);
      const found = await (await open()).newestCheckpoint();
      expect(found.note, where).toBeNull();
      if (kept) expect(without(found), where).toEqual(next);
      else if (next.step === 40) expect([checkpoint(30, 10), next], where).toContainEqual(without(found));
      else expect(found.step, where).toBeGreaterThanOrEqual(20);
    }
  });
});

/** One that was read, as it was saved. */
function without(found: Awaited<ReturnType<RunFolder['newestCheckpoint']>>): Checkpoint {
  const { step, stepsPerEpoch, weights, optimiser, best, waited, state } = found;
  return { step, stepsPerEpoch, weights, optimiser, best, waited, state };
}
