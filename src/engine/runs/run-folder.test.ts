import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import * as promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import type { RunDescription } from '../../contract/run';
import { trainingConfig, type EpochMetrics } from '../../contract/training';
import type { Checkpoint } from './checkpoints';
import type { FileSystem } from './file-system';
import { RunFolder } from './run-folder';
import { writeWhole } from './write-whole';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-run-'));
  return () => rm(root, { recursive: true, force: true });
});
const at = (...names: string[]): string => path.join(root, ...names);

const description: RunDescription = {
  format: 'latent-atelier-run',
  formatVersion: 1,
  created: '2026-11-01T00:00:00.000Z',
  source: { kind: 'fashion-mnist' },
  options: {},
  config: trainingConfig.parse({ epochs: 3 }),
  network: { side: 28, channels: 1, latent: 64, parameterCount: 807_025 },
  dataFingerprint: 'abc',
  labelNames: ['Bag'],
  versions: {},
};

const checkpoint = (step: number): Checkpoint => ({
  step,
  stepsPerEpoch: 100,
  weights: new Map([['a', { shape: [2, 2], data: Float32Array.of(step, 1 / 3, -0, 1e-40) }]]),
  optimiser: new Map([['m.a', { shape: [1], data: Float32Array.of(step) }]]),
  state: { generator: [1, 2, 3, 4], sum: 0.1 + 0.2 },
});

const epoch = (n: number): EpochMetrics => ({
  epoch: n,
  step: 100 * n,
  train: { bce: 1 / 3, kl: 2e-9, elbo: 0.1 + 0.2 },
  test: { bce: 238.7, kl: 16.7, elbo: 255.4 },
  activeUnits: 2,
  klPerDimension: [0.25, -1e-12],
  imagesPerSecond: 512.5,
  seconds: 12.25,
  diagnosis: { state: 'pruned', sentence: 'One, "two"', suggestion: n === 1 ? null : 'Lower\nbeta' },
});

async function failure(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  const message = error instanceof Error ? error.message : '';
  expect(message).toMatch(/^[^\n]+\.$/);
  return message;
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('RunFolder', () => {
  it('holds what was written, to the last bit', async () => {
    const run = await RunFolder.create(at('r'), description);
    await run.saveCheckpoint(checkpoint(7));
    await run.writeMetrics([epoch(1), epoch(2)]);
    const again = await RunFolder.open(at('r'));
    expect(again.description).toEqual(description);
    expect(await again.metrics()).toEqual([epoch(1), epoch(2)]);
    expect(await again.newestCheckpoint()).toEqual({ ...checkpoint(7), note: null });
    expect(await again.summary()).toMatchObject({ name: 'r', step: 7, steps: 300, finished: false });
    const table: Record<string, string>[] = parse(await readFile(at('r/metrics.csv'), 'utf8'), {
      columns: true,
    });
    expect(table[1]).toMatchObject({ epoch: '2', train_elbo: '0.30000000000000004', kl_1: '-1e-12' });
  });

  it('keeps the last two checkpoints', async () => {
    const run = await RunFolder.create(at('r'), description);
    for (const step of [9, 10, 100, 100, 1000]) await run.saveCheckpoint(checkpoint(step));
    expect((await readdir(at('r/checkpoints'))).sort()).toEqual(['100', '1000']);
  });

  it('takes a later state of the same step in place of the former', async () => {
    const run = await RunFolder.create(at('r'), description);
    await run.saveCheckpoint(checkpoint(5));
    await run.saveCheckpoint({ ...checkpoint(5), state: { evaluated: true } });
    expect(await run.newestCheckpoint()).toMatchObject({ step: 5, state: { evaluated: true }, note: null });
  });

  it.each([
    ['weights.safetensors', (bytes: Buffer) => bytes.subarray(0, bytes.length - 4)],
    ['weights.safetensors', (bytes: Buffer) => bytes.fill(1, bytes.length - 2)],
    ['optimiser.safetensors', () => Buffer.alloc(0)],
    ['state.json', (bytes: Buffer) => bytes.subarray(0, 20)],
  ])('takes the older checkpoint, and says so, when the newest has a damaged %s', async (name, damage) => {
    const run = await RunFolder.create(at('r'), description);
    await run.saveCheckpoint(checkpoint(1));
    await run.saveCheckpoint(checkpoint(2));
    const file = at('r/checkpoints/2', name);
    await writeFile(file, damage(await readFile(file)));
    const found = await run.newestCheckpoint();
    expect(found.step).toBe(1);
    expect(found.note).toMatch(/^Checkpoint 2 of .* is damaged \(.*\); the one of step 1 is used\.$/);
    // Going on from there makes the damaged one anew.
    await run.saveCheckpoint(checkpoint(2));
    expect((await run.newestCheckpoint()).note).toBeNull();
  });

  it('keeps the former checkpoint whole whatever step of saving the next one fails', async () => {
    const run = await RunFolder.create(at('r'), description);
    await run.saveCheckpoint(checkpoint(1));
    await run.saveCheckpoint(checkpoint(2));
    let calls = 0;
    // First count the steps of an undisturbed save, then fail at each of them in turn.
    const failing = (failAt: number): FileSystem => {
      const step = (): void => {
        if (calls++ === failAt) throw coded('ENOSPC');
      };
      return {
        ...promises,
        open: async (...args: Parameters<typeof promises.open>) => {
          step();
          const handle = await promises.open(...args);
          const [writeFile, sync] = [handle.writeFile.bind(handle), handle.sync.bind(handle)];
          handle.writeFile = async (...data: Parameters<typeof writeFile>) => {
            step();
            await writeFile(...data);
          };
          handle.sync = async () => {
            step();
            await sync();
          };
          return handle;
        },
        rename: async (...args: Parameters<typeof promises.rename>) => {
          step();
          await promises.rename(...args);
        },
      };
    };
    await cp(at('r'), at('trial'), { recursive: true });
    await (await RunFolder.open(at('trial'), failing(-1))).saveCheckpoint(checkpoint(3));
    const steps = calls;
    expect(steps).toBeGreaterThan(10);
    for (let failAt = 0; failAt < steps; failAt++) {
      calls = 0;
      await rm(at('trial'), { recursive: true });
      await cp(at('r'), at('trial'), { recursive: true });
      const trial = await RunFolder.open(at('trial'), failing(failAt));
      expect(await failure(trial.saveCheckpoint(checkpoint(3)))).toMatch(/^The disk is full/);
      const found = await (await RunFolder.open(at('trial'))).newestCheckpoint();
      expect([2, 3]).toContain(found.step);
      expect(found.note).toBeNull();
      expect((await readdir(at('trial/checkpoints'))).filter((name) => name.startsWith('.'))).toEqual([]);
    }
  });

  it('removes what a process that is gone left half written, and nothing of one that runs', async () => {
    await RunFolder.create(at('r'), description);
    await mkdir(at('r/checkpoints/.5.99999999-0123456789ab.partial'), { recursive: true });
    await writeFile(at('r/.metrics.csv.99999999-0123456789ab.partial'), 'half');
    const mine = `.latents.npy.${process.pid}-0123456789ab.partial`;
    await writeFile(at('r', mine), 'half');
    await (await RunFolder.open(at('r'))).reopen();
    expect((await readdir(at('r'))).sort()).toEqual([mine, 'checkpoints', 'run.json']);
    expect(await readdir(at('r/checkpoints'))).toEqual([]);
  });

  it('says in one sentence what is wrong', async () => {
    await writeFile(at('file'), 'x');
    await mkdir(at('no-run'));
    expect(await failure(RunFolder.open(at('none')))).toMatch(/^There is no folder/);
    expect(await failure(RunFolder.open(at('file')))).toMatch(/is a file, not the folder of a run/);
    expect(await failure(RunFolder.open(at('no-run')))).toMatch(/is no run, for it has no run\.json/);
    expect(await failure(RunFolder.create(at('file'), description))).toMatch(
      /a file at .*file where a folder is needed/,
    );
    const run = await RunFolder.create(at('r'), description);
    expect(await failure(RunFolder.create(at('r'), description))).toMatch(
      /already holds a run: add --resume/,
    );
    expect(await failure(run.newestCheckpoint())).toMatch(/has no checkpoint yet/);
    await run.saveCheckpoint(checkpoint(1));
    await writeFile(at('r/checkpoints/1/weights.safetensors'), 'not tensors at all');
    expect(await failure(run.newestCheckpoint())).toMatch(
      /No checkpoint of the run .* can be read \(.*safetensors/,
    );
    await writeFile(at('r/metrics.csv'), 'epoch,step\r\n1,x\r\n');
    expect(await failure(run.metrics())).toMatch(/metrics .* are damaged/);
    for (const text of ['{', '{}', '[]']) {
      await writeFile(at('r/run.json'), text);
      expect(await failure(RunFolder.open(at('r')))).toMatch(/run\.json is damaged/);
    }
  });
});

describe('writeWhole', () => {
  it('leaves the file that was there when anything fails, a short write too', async () => {
    await writeFile(at('a.csv'), 'old');
    const short: FileSystem = {
      ...promises,
      open: async (...args: Parameters<typeof promises.open>) => {
        const handle = await promises.open(...args);
        const write = handle.writeFile.bind(handle);
        handle.writeFile = (data) => write(Buffer.isBuffer(data) ? data.subarray(1) : data);
        return handle;
      },
    };
    await expect(writeWhole(at('a.csv'), ['new'], short)).rejects.toThrow('has 2 bytes where 3 were written');
    function* breaking(): Generator<string> {
      yield 'n';
      throw new Error('broke');
    }
    await expect(writeWhole(at('a.csv'), breaking())).rejects.toThrow('broke');
    expect(await readFile(at('a.csv'), 'utf8')).toBe('old');
    expect(await readdir(root)).toEqual(['a.csv']);
    expect(await writeWhole(at('a.csv'), ['né', 'w'])).toBe(4);
    expect(await readFile(at('a.csv'), 'utf8')).toBe('néw');
    expect(await failure(writeWhole(at('none/a.csv'), ['x']))).toMatch(/^The folder of .* does not exist/);
  });
});
