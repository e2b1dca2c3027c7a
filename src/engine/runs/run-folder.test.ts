import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import * as promises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunDescription } from '../../contract/run';
import { trainingConfig, type EpochMetrics } from '../../contract/training';
import { failure } from '../testing/user-failure';
import type { Checkpoint } from './checkpoint-files';
import { disk, type FileSystem } from './file-system';
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
  options: { fit: 'crop', ground: 'black', invert: false, levels: 'stored', pages: 'first', rules: 2 },
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
  best: null,
  waited: 0,
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
  gradientNorm: 0.1 + 0.7,
  beta: 0.5,
  learningRate: 1e-3,
  best: n === 1,
  diagnosis: { state: 'pruned', sentence: 'One, "two"', suggestion: n === 1 ? null : 'Lower\nbeta' },
});

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

  it('keeps the best beside them until there is a better one', async () => {
    const run = await RunFolder.create(at('r'), description);
    const save = async (step: number, best: number | null): Promise<string[]> => {
      const of = best === null ? null : { epoch: best / 10, step: best, elbo: 1000 - best };
      expect(await run.saveCheckpoint({ ...checkpoint(step), best: of })).toEqual({ note: null });
      return (await readdir(at('r/checkpoints'))).sort((a, b) => Number(a) - Number(b));
    };
    expect(await save(5, null)).toEqual(['5']);
    expect(await save(10, 10)).toEqual(['5', '10']);
    expect(await save(20, 10)).toEqual(['10', '20']);
    expect(await save(30, 10)).toEqual(['10', '20', '30']);
    // The former best stays as long as a checkpoint does for which it is the best.
    expect(await save(40, 40)).toEqual(['10', '30', '40']);
    expect(await save(45, 40)).toEqual(['40', '45']);
    expect(await save(50, 40)).toEqual(['40', '45', '50']);
    expect(await run.checkpoint('best')).toMatchObject({ step: 40, note: null });
    expect(await run.checkpoint('last')).toMatchObject({ step: 50, best: { epoch: 4, step: 40, elbo: 960 } });
    expect((await run.summary()).best).toEqual({ epoch: 4, step: 40, elbo: 960 });
    await rm(at('r/checkpoints/40/weights.safetensors'));
    expect(await failure(run.checkpoint('best'))).toMatch(
      /^Checkpoint 40 of .*, its best, is damaged \(.*\): take the last one\.$/,
    );
  });

  it('takes the best before it, and says so, when the best is damaged', async () => {
    const run = await RunFolder.create(at('r'), description);
    for (const [step, best] of [
      [10, 10],
      [20, 10],
      [30, 30],
    ] as const)
      await run.saveCheckpoint({ ...checkpoint(step), best: { epoch: best / 10, step: best, elbo: 9 } });
    await writeFile(at('r/checkpoints/30/weights.safetensors'), 'x');
    const found = await run.checkpoint('best');
    expect(found.step).toBe(10);
    expect(found.note).toMatch(
      /^Checkpoint 30 of .*, its best, is damaged \(.*\); the best before it, of step 10, is used\.$/,
    );
  });

  it('removes what lay ahead of a checkpoint from which a run went on', async () => {
    const run = await RunFolder.create(at('r'), description);
    for (const step of [10, 20]) await run.saveCheckpoint(checkpoint(step));
    await rm(at('r/checkpoints/20/state.json'));
    expect((await run.newestCheckpoint()).step).toBe(10);
    await run.saveCheckpoint(checkpoint(15));
    expect((await readdir(at('r/checkpoints'))).sort()).toEqual(['10', '15']);
  });

  it('is finished when it was stopped early, and not once it may wait longer', async () => {
    const early = (patience: number): RunDescription => ({
      ...description,
      config: trainingConfig.parse({ epochs: 30, earlyStopping: { patience } }),
    });
    const run = await RunFolder.create(at('r'), early(5));
    await run.saveCheckpoint({ ...checkpoint(900), waited: 4 });
    expect((await run.summary()).finished).toBe(false);
    await run.saveCheckpoint({ ...checkpoint(1000), waited: 5 });
    expect((await run.summary()).finished).toBe(true);
    const { config } = early(8);
    expect((await (await run.reopen({ config })).summary()).finished).toBe(false);
  });

  it('reads the runs of older versions', async () => {
    const run = await RunFolder.create(at('r'), description);
    await run.saveCheckpoint(checkpoint(1));
    const edit = async (name: string, change: (text: string) => string): Promise<void> =>
      writeFile(at('r', name), change(await readFile(at('r', name), 'utf8')));
    await edit('run.json', (text) => text.replace(/,\s*"earlyStopping": null/, ''));
    await edit('checkpoints/1/state.json', (text) => text.replace(/ "best": null,\s*"waited": 0,/, ''));
    const columns =
      'epoch,step,train_bce,train_kl,train_elbo,test_bce,test_kl,test_elbo,active_units,images_per_second,seconds,diagnosis,diagnosis_sentence,diagnosis_suggestion,kl_0,kl_1';
    await writeFile(
      at('r/metrics.csv'),
      `${columns}\r\n1,100,1,2,3,4,5,9,2,512.5,12.25,healthy,Fine.,,0.25,4\r\n`,
    );
    for (const name of ['run.json', 'checkpoints/1/state.json'])
      expect(await readFile(at('r', name), 'utf8')).not.toMatch(/earlyStopping|waited/);
    const old = await RunFolder.open(at('r'));
    expect(old.description.config.earlyStopping).toBeNull();
    expect(await old.metrics()).toMatchObject([
      {
        epoch: 1,
        klPerDimension: [0.25, 4],
        gradientNorm: null,
        beta: null,
        learningRate: null,
        best: false,
      },
    ]);
    expect(await old.newestCheckpoint()).toMatchObject({ step: 1, best: null, waited: 0 });
    expect(await old.summary()).toMatchObject({ best: null, finished: false });
    expect(await failure(old.checkpoint('best'))).toMatch(/has no best checkpoint/);
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

  it('removes what a process that is gone left half written, and nothing of one that runs', async () => {
    await RunFolder.create(at('r'), description);
    await mkdir(at('r/checkpoints/.5.99999999-0123456789ab.partial'), { recursive: true });
    await mkdir(at('r/checkpoints/4'));
    await writeFile(at('r/checkpoints/4/.state.json.99999999-0123456789ab.partial'), 'half');
    await writeFile(at('r/.metrics.csv.99999999-0123456789ab.partial'), 'half');
    const mine = `.latents.npy.${process.pid}-0123456789ab.partial`;
    await writeFile(at('r', mine), 'half');
    await (await RunFolder.open(at('r'))).reopen();
    expect((await readdir(at('r'))).sort()).toEqual([mine, 'checkpoints', 'run.json']);
    expect(await readdir(at('r/checkpoints'))).toEqual(['4']);
    expect(await readdir(at('r/checkpoints/4'))).toEqual([]);
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
      ...disk,
      open: async (...args: Parameters<typeof promises.open>) => {
        const handle = await promises.open(...args);
        const write = handle.writeFile.bind(handle);
        handle.writeFile = (data) => write(Buffer.isBuffer(data) ? data.subarray(1) : data);
        return handle;
      },
    };
    await expect(writeWhole(at('a.csv'), ['new'], short)).rejects.toThrow('The disk took 2 of the 3 bytes');
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
