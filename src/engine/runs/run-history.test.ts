import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import type { LatentMap } from '../../contract/space';
import { trainingConfig, type EpochMetrics, type TrainingSamples } from '../../contract/training';
import { StepCurve } from '../../core/formats/step-curve';
import { failingDisk, type DiskFault } from '../testing/failing-disk';
import { copyRun } from './copy-run';
import { readCurve, saveCurve } from './curve-file';
import { cutEpochsAfter, saveEpochMap, saveEpochSamples } from './epoch-files';
import { disk, type FileSystem } from './file-system';
import { RunFolder } from './run-folder';
import { copyHistory, readHistory } from './run-history';

const n = 30;

let root = '';
let run: RunFolder;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-history-'));
  run = await createRun('run');
  return () => rm(root, { recursive: true, force: true });
});

const at = (...names: string[]): string => path.join(root, ...names);

function createRun(name: string, fs: FileSystem = disk): Promise<RunFolder> {
  return RunFolder.create(
    at(name),
    {
      format: 'latent-atelier-run',
      formatVersion: 1,
      created: '2026-11-30T00:00:00.000Z',
      source: { kind: 'fashion-mnist' },
      options: {},
      config: trainingConfig.parse({}),
      network: { side: 16, channels: 1, latent: 2, parameterCount: 0 },
      dataFingerprint: null,
      labelNames: [],
      versions: {},
    },
    fs,
  );
}

/** All points of an epoch's map stand around its number. */
function mapOf(epoch: number, dims: 2 | 3 = 3): LatentMap {
  return {
    n,
    dims,
    method: 'umap',
    metric: 'euclidean',
    positions: Float32Array.from({ length: n * dims }, (_, i) => epoch + Math.sin(i)),
    epochs: 200,
    seconds: { neighbours: 1, graph: 2, layout: 3, quality: 4 },
    trustworthiness: 0.9 + epoch / 1000,
    sampled: n,
    neighboursKept: null,
    distortion: Float32Array.from({ length: n }, (_, i) => (i === 0 ? Number.NaN : (i % 16) / 15)),
    explainedVariance: [],
    neighbours: { exact: true, recall: 1, sampled: 0 },
    landmarks: null,
    notes: ['A note.'],
  };
}

function samplesOf(epoch: number): TrainingSamples {
  const pixels = (value: number) => new Uint8Array(2 * 256).fill(value);
  return {
    n: 2,
    side: 16,
    channels: 1,
    step: epoch * 10,
    originals: pixels(9),
    reconstructions: pixels(epoch),
  };
}

function metricsOf(epochs: number): EpochMetrics[] {
  const losses = { bce: 200, kl: 10, elbo: 210 };
  return Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    step: (i + 1) * 10,
    train: losses,
    test: losses,
    activeUnits: 2,
    klPerDimension: [5, 5],
    imagesPerSecond: 100,
    seconds: 1,
    gradientNorm: 1,
    beta: 1,
    learningRate: 1e-3,
    best: true,
    diagnosis: { state: 'healthy', sentence: 'Well.', suggestion: null },
  }));
}

function curveTo(steps: number, most?: number): StepCurve {
  const curve = new StepCurve(most);
  for (let step = 1; step <= steps; step++) curve.add(step, 200 / step, step / 3);
  return curve;
}

async function keepEpochs(epochs: number, most = 30, into = run): Promise<void> {
  await into.writeMetrics(metricsOf(epochs));
  for (let epoch = 1; epoch <= epochs; epoch++) {
    await saveEpochMap(into, { epoch, step: epoch * 10 }, mapOf(epoch), most);
    await saveEpochSamples(into, epoch, samplesOf(epoch), most);
  }
}

describe('the history of a run', () => {
  it('comes back whole: the curve to the bit, the maps to a 65,534th of their extent', async () => {
    const curve = curveTo(30).columns();
    await saveCurve(run, curve);
    await keepEpochs(3);
    const found = await readHistory(run, null);
    expect(found.curve).toEqual(curve);
    expect(found.notes).toEqual([]);
    expect(found.samples).toEqual([1, 2, 3].map((epoch) => ({ epoch, ...samplesOf(epoch) })));
    for (const [i, { positions, distortion, epoch, step, ...figures }] of found.maps.entries()) {
      const { positions: places, distortion: shares, ...known } = mapOf(i + 1);
      expect([epoch, step, figures, distortion]).toEqual([i + 1, (i + 1) * 10, known, shares]);
      expect(positions.every((value, at) => Math.abs(value - places[at]!) < 2e-5)).toBe(true);
    }
  });

  it('is read by numpy as the documentation says', async () => {
    await saveCurve(run, curveTo(30).columns());
    const python = process.env['LATENT_ATELIER_PYTHON'] ?? 'python3';
    const script = `import json, numpy; print(json.dumps(numpy.load("curve.npy").T.tolist()))`;
    const told = await promisify(execFile)(python, ['-c', script], { cwd: run.folder }).catch(
      (error: unknown) => {
        // Where there is no Python, or none with numpy, the reader above has to do.
        if (error instanceof Error && /ENOENT|No module named/.test(error.message)) return null;
        throw error;
      },
    );
    const { steps, bce, kl } = curveTo(30).columns();
    if (told !== null)
      expect(JSON.parse(told.stdout)).toEqual([Array.from(steps), Array.from(bce), Array.from(kl)]);
  });

  it('keeps so many epochs, evenly, and takes little room', async () => {
    await keepEpochs(20, 8);
    const { maps, samples } = await readHistory(run, null);
    for (const kept of [maps, samples].map((each) => each.map(({ epoch }) => epoch))) {
      expect(kept).toHaveLength(8);
      expect([kept[0], kept.at(-1)]).toEqual([1, 20]);
    }
    expect((await readFile(at('run/epochs/1.map.safetensors'))).length).toBeLessThan(n * 7 + 1000);
  });

  it('goes with a run that is copied or handed on, the latter with fewer steps', async () => {
    await saveCurve(run, curveTo(9000).columns());
    await keepEpochs(3);
    const here = await readHistory(run, null);
    await copyRun(run.folder, at('copy'));
    expect(await readHistory(await RunFolder.open(at('copy')), null)).toEqual(here);
    const shipped = await createRun('shipped');
    await shipped.writeMetrics(metricsOf(3));
    await copyHistory(run, shipped);
    const there = await readHistory(shipped, null);
    expect(there).toMatchObject({ maps: here.maps, samples: here.samples });
    expect(there.notes).toEqual(['Of its steps one in 4 is kept for the curve.']);
    expect(there.curve!.steps.length).toBe(2250);
  });

  it('forgets the epochs that are trained again', async () => {
    await keepEpochs(5);
    await cutEpochsAfter(run, 3);
    const { maps, samples } = await readHistory(run, null);
    expect([maps, samples].map((each) => each.map(({ epoch }) => epoch))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  it('is said not to be there, of an older run, and nothing of one without an epoch', async () => {
    expect((await readHistory(run, null)).notes).toEqual([]);
    await run.writeMetrics(metricsOf(2));
    expect(await readHistory(run, null)).toEqual({
      curve: null,
      maps: [],
      samples: [],
      notes: [
        'Not kept with this run: its steps (the curve has one point for each epoch), the maps of its epochs, and the reconstructions of its epochs.',
      ],
    });
    await saveCurve(run, curveTo(13).columns());
    expect((await readHistory(run, null)).notes[1]).toBe(
      'Its steps are kept up to step 13 of the 20 that were taken.',
    );
    // An older version trained the first epoch, and this one went on.
    const later = new StepCurve();
    for (let step = 11; step <= 20; step++) later.add(step, 1, 1);
    await saveCurve(run, later.columns());
    expect((await readHistory(run, null)).notes).toEqual([
      'Not kept with this run: the maps of its epochs and the reconstructions of its epochs.',
      'Its steps are kept from step 11 on; before that the curve has one point for each epoch.',
    ]);
  });

  it('is that of the run in memory, while it trains', async () => {
    await run.writeMetrics(metricsOf(1));
    const live = curveTo(12).columns();
    expect(await readHistory(run, live)).toEqual({ curve: live, maps: [], samples: [], notes: [] });
  });
});

describe('a history that is damaged', () => {
  it('costs the damaged file alone, which is named in a sentence', async () => {
    await saveCurve(run, curveTo(30).columns());
    await keepEpochs(3);
    await truncate(at('run/curve.npy'), 200);
    await writeFile(at('run/epochs/2.map.safetensors'), 'something else');
    await writeFile(at('run/epochs/notes.txt'), 'not ours');
    await writeFile(at('run/epochs/99999.map.safetensors'), 'not ours');
    const { curve, maps, samples, notes } = await readHistory(run, null);
    expect([curve, maps.map(({ epoch }) => epoch), samples.length]).toEqual([null, [1, 3], 3]);
    expect(notes).toEqual([
      expect.stringMatching(/^The curve of its steps is damaged \(.*curve\.npy.*cut short.*\): one point/),
      expect.stringMatching(
        /^Left out of the replay, since it cannot be read: epochs\/2\.map\.safetensors \(/,
      ),
    ]);
    await writeFile(at('run/epochs/3.samples.safetensors'), '');
    expect((await readHistory(run, null)).notes[1]).toMatch(/epochs\/2\.map\.safetensors and 1 more \(/);
    expect((await readdir(at('run/epochs'))).length).toBe(8);
  });

  it('is read without a throw, wherever a file is damaged', async () => {
    await keepEpochs(1);
    await saveCurve(run, curveTo(10).columns());
    for (const name of ['epochs/1.map.safetensors', 'epochs/1.samples.safetensors', 'curve.npy']) {
      const whole = await readFile(at('run', name));
      const pixels = name.includes('samples') ? whole.length - 1000 : whole.length;
      for (let place = 0; place < pixels; place += 5) {
        const bad = Buffer.from(whole);
        bad[place]! ^= 0x15;
        await writeFile(at('run', name), bad);
        const { maps, samples, curve, notes } = await readHistory(run, null);
        const isThere = { map: maps.length, samples: samples.length, curve: curve === null ? 0 : 1 };
        // A damaged file is missed and named, or its damage is within the numbers it may hold.
        const there = Object.values(isThere).reduce((sum, one) => sum + one, 0);
        expect(there).toBeGreaterThanOrEqual(notes.length === 0 ? 3 : 2);
        for (const note of notes) expect(note).toMatch(/^[A-Z][^\n]*\.$/);
      }
      await writeFile(at('run', name), whole);
    }
  });

  it('is not read when it is larger than it can be, a folder or a pipe', async () => {
    await writeFile(at('run/curve.npy'), '');
    await truncate(at('run/curve.npy'), 5 * 2 ** 20);
    expect((await readCurve(run)).problem).toMatch(/at most 4 MiB are read of such a file.*\): one point/);
    await rm(at('run/curve.npy'));
    await mkdir(at('run/curve.npy'));
    expect((await readCurve(run)).problem).toMatch(/is a folder.*\): one point/);
    await rm(at('run/curve.npy'), { recursive: true });
    if (process.platform !== 'win32') {
      await promisify(execFile)('mkfifo', [at('run/curve.npy')]);
      expect((await readCurve(run)).problem).toMatch(/is a pipe, a socket or a device.*\): one point/);
    }
  });
});

describe('a disk that fails', () => {
  it.each<DiskFault>(['ENOSPC', 'EIO', 'short write'])(
    'leaves, after %s at any call, each file as it was or as it is to be',
    async (fault) => {
      const quiet = failingDisk('EIO', () => false);
      const made = await createRun('quiet', quiet.fs);
      const before = quiet.calls.length;
      await saveCurve(made, curveTo(5).columns());
      await saveEpochMap(made, { epoch: 1, step: 10 }, mapOf(1), 30);
      const calls = quiet.calls.length;
      for (let bad = before; bad < calls; bad++) {
        const name = `${fault}-${bad}`;
        const failing = await createRun(name, failingDisk(fault, (call) => call === bad).fs);
        const attempts = [
          () => saveCurve(failing, curveTo(5).columns()),
          () => saveEpochMap(failing, { epoch: 1, step: 10 }, mapOf(1), 30),
        ];
        for (const attempt of attempts) {
          await attempt().catch((error: unknown) => {
            expect(error).toBeInstanceOf(UserError);
          });
        }
        const { curve, maps, notes } = await readHistory(await RunFolder.open(at(name)), null);
        expect(notes).toEqual([]);
        if (curve !== null) expect(curve).toEqual(curveTo(5).columns());
        expect(maps.length).toBeLessThanOrEqual(1);
        expect((await readdir(at(name), { recursive: true })).filter((file) => /partial/.test(file))).toEqual(
          [],
        );
      }
    },
  );
});
