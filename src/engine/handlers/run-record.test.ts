import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EmitEvent } from '../../contract/engine-calls';
import type { LatentMap } from '../../contract/space';
import {
  trainingConfig,
  type Losses,
  type TrainingAlarm,
  type TrainingSamples,
} from '../../contract/training';
import { StepCurve } from '../../core/formats/step-curve';
import { RunFolder } from '../runs/run-folder';
import { readHistory } from '../runs/run-history';
import type { TrainingCheckpoint } from '../training/checkpoint';
import type { EpochResult } from '../training/epoch-end';
import { failingDisk, type DiskFault } from '../testing/failing-disk';
import { hashOf, squaresPlan, trainSquares, type Outcome } from '../testing/train-squares';
import { HistoryRecord } from './history-record';
import { RunRecord } from './run-record';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-record-'));
  return () => rm(root, { recursive: true, force: true });
});

/** What a trainer told, in order, so that one training can be recorded on many disks. */
type Told =
  | { step: number; losses: Losses }
  | { epoch: EpochResult }
  | { samples: TrainingSamples }
  | { checkpoint: TrainingCheckpoint };
const told: Told[] = [];
/** 3 epochs of 4 steps. */
let whole: Outcome;

beforeAll(async () => {
  whole = await trainSquares(
    {},
    {
      onStep: (step, losses) => void told.push({ step, losses }),
      onEpoch: (epoch) => void told.push({ epoch }),
      onSamples: (samples) => void told.push({ samples }),
      onCheckpoint: (checkpoint) => told.push({ checkpoint }) > 0,
    },
  );
});

interface Recorded {
  alarms: TrainingAlarm[];
  epochs: number[];
  calls: string[];
  unsaved: string | null;
  run: RunFolder;
}

interface Recording {
  folder: string;
  record: RunRecord;
  history: HistoryRecord;
  /** Ends the recording: what was told and what lies on the disk. */
  end: () => Promise<Recorded>;
}

/** A new run on a disk that fails at these calls. */
async function begin(fault: DiskFault, fails: (call: number, epoch: number) => boolean): Promise<Recording> {
  const folder = await mkdtemp(path.join(root, 'run-'));
  const alarms: TrainingAlarm[] = [];
  const epochs: number[] = [];
  // The epoch at hand is the one whose row is being written.
  let epoch = 0;
  const { fs, calls } = failingDisk(fault, (call) => fails(call, epoch));
  const run = await RunFolder.create(
    folder,
    {
      format: 'latent-atelier-run',
      formatVersion: 1,
      created: '2026-11-01T00:00:00.000Z',
      source: { kind: 'fashion-mnist' },
      options: {},
      config: trainingConfig.parse({ epochs: 3, batch: 16, latent: 4, seed: 5 }),
      network: { side: 16, channels: 1, latent: 4, parameterCount: squaresPlan.parameterCount },
      dataFingerprint: 'abc',
      labelNames: [],
      versions: {},
    },
    fs,
  );
  const emit: EmitEvent = (_, payload) => {
    if ('raised' in payload) alarms.push(payload);
    if ('klPerDimension' in payload) epochs.push(payload.epoch);
  };
  const history = new HistoryRecord(run, { curve: new StepCurve(), keptEpochs: 30 }, emit);
  const record = new RunRecord(run, { stepsPerEpoch: 4, metrics: [], savedStep: null, history }, emit);
  const keepEpoch = record.keepEpoch.bind(record);
  record.keepEpoch = (result) => {
    epoch = result.metrics.epoch;
    return keepEpoch(result);
  };
  const end = async (): Promise<Recorded> => {
    const { unsaved } = record;
    return { alarms, epochs, calls, unsaved, run: await RunFolder.open(folder) };
  };
  return { folder, record, history, end };
}

/** Records the training on a disk that fails at these calls. */
async function record(...disk: Parameters<typeof begin>): Promise<Recorded> {
  const recording = await begin(...disk);
  for (const one of told) await tell(recording, one);
  return recording.end();
}

async function tell({ record, history }: Recording, one: Told): Promise<void> {
  if ('losses' in one) history.addStep(one.step, one.losses);
  else if ('epoch' in one) await record.keepEpoch(one.epoch);
  else if ('samples' in one) history.hearSamples(one.samples);
  else await record.keepCheckpoint(one.checkpoint);
}

/** As it must look on the disk in the end, whatever went wrong on the way. */
async function expectWhole({ run }: Recorded): Promise<void> {
  const [found, best] = [await run.checkpoint('last'), await run.checkpoint('best')];
  expect([found.step, found.note]).toEqual([12, null]);
  expect(hashOf(found.weights)).toBe(whole.weights);
  const there = whole.checkpoints.find(({ step }) => step === whole.last!.best!.step);
  expect(hashOf(best.weights)).toBe(hashOf(there!.weights));
  expect(await run.metrics()).toEqual(whole.results.map(({ metrics }) => metrics));
  const { curve, samples } = await readHistory(run, null);
  const steps = told.filter((one) => 'losses' in one);
  expect(Array.from(curve!.steps)).toEqual(steps.map(({ step }) => step));
  expect(Array.from(curve!.bce, (bce, i) => bce + curve!.kl[i]!)).toEqual(
    steps.map(({ losses }) => losses.elbo),
  );
  expect(samples.map(({ epoch }) => epoch)).toContain(3);
}

const nothing = (): boolean => false;

/** Of a map of one point. */
const figures = {
  method: 'pca',
  metric: 'euclidean',
  epochs: 0,
  seconds: { neighbours: 0, graph: 0, layout: 0, quality: 0 },
  trustworthiness: null,
  sampled: 0,
  neighboursKept: null,
  explainedVariance: [1, 0],
  neighbours: { exact: true, recall: 1, sampled: 0 },
  landmarks: null,
  notes: [],
} satisfies Partial<LatentMap>;

describe('a disk that fails while a run trains', () => {
  it.each(['ENOSPC', 'EIO', 'short write'] as const)(
    'goes on after a %s at any call of a save, tells it once, and has everything on the disk in the end',
    async (fault) => {
      const quiet = await record(fault, nothing);
      expect([quiet.alarms, quiet.unsaved, quiet.epochs]).toEqual([[], null, [1, 2, 3]]);
      let first = -1;
      let last = -1;
      await record('EIO', (call, epoch) => {
        if (epoch === 2) {
          first = first < 0 ? call : first;
          last = call;
        }
        return false;
      });
      // Each call by which the second epoch is saved, its row of metrics.csv included.
      expect(last - first).toBeGreaterThan(20);
      for (let bad = first; bad <= last; bad++) {
        const found = await record(fault, (call) => call === bad);
        const where = `${fault} at ${found.calls[bad]!}`;
        expect(found.epochs, where).toEqual([1, 2, 3]);
        expect(found.unsaved, where).toBeNull();
        const alarms = found.alarms.map(({ kind, raised }) => `${kind} ${raised ? 'raised' : 'cleared'}`);
        expect(
          [[], ['saving raised', 'saving cleared'], ['history raised', 'history cleared']],
          where,
        ).toContainEqual(alarms);
        for (const { sentence } of found.alarms) expect(sentence, where).toMatch(/^[A-Z][^\n]+\.$/);
        await expectWhole(found);
      }
    },
  );

  it('keeps the best epoch’s weights until the disk takes them, though a later epoch is not as good', async () => {
    const recording = await begin('ENOSPC', (_, epoch) => epoch === 2);
    const best = { epoch: 2, step: 8, elbo: 1 };
    for (const one of told) {
      if (!('checkpoint' in one) || one.checkpoint.step < 8) await tell(recording, one);
      else await tell(recording, { checkpoint: { ...one.checkpoint, best } });
    }
    const { alarms, run, unsaved } = await recording.end();
    expect([alarms.map(({ raised }) => raised), unsaved]).toEqual([[true, false], null]);
    const at8 = whole.checkpoints.find(({ step }) => step === 8)!;
    expect(hashOf((await run.checkpoint('best')).weights)).toBe(hashOf(at8.weights));
    expect(hashOf((await run.checkpoint('last')).weights)).toBe(whole.weights);
  });

  it('never has a checkpoint on the disk without the rows of its epochs', async () => {
    let isFirst = true;
    // The last epoch's row fails, and nothing after it.
    const found = await record('EIO', (_, epoch) => {
      if (epoch < 3 || !isFirst) return false;
      isFirst = false;
      return true;
    });
    expect(found.alarms.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^The disk failed while .*metrics\.csv was written/),
      expect.stringMatching(/^Saving works again/),
    ]);
    await expectWhole(found);
  });

  it('is not recreated where its folder was moved away, and goes on there when it is back', async () => {
    const recording = await begin('EIO', () => false);
    const { folder } = recording;
    const moved = `${folder}-moved`;
    for (const one of told) {
      if ('checkpoint' in one && one.checkpoint.step === 8) await rename(folder, moved);
      if ('checkpoint' in one && one.checkpoint.step === 12) {
        expect(await readdir(path.dirname(folder))).not.toContain(path.basename(folder));
        await rename(moved, folder);
      }
      await tell(recording, one);
    }
    const { alarms, unsaved, run } = await recording.end();
    expect(alarms.map(({ kind, raised }) => `${kind} ${raised ? 'raised' : 'cleared'}`)).toEqual([
      'saving raised',
      'saving cleared',
    ]);
    expect(alarms[0]!.sentence).toMatch(/is not there any more or holds no run: put the run's folder back/);
    expect(unsaved).toBeNull();
    expect((await run.newestCheckpoint()).step).toBe(12);
  });

  it('says at the end what is not on the disk, from where the run can be gone on with', async () => {
    const recording = await begin('ENOSPC', (_, epoch) => epoch >= 2);
    const { end, weights } = await trainSquares(
      {},
      {
        onEpoch: (result) => recording.record.keepEpoch(result),
        onCheckpoint: (checkpoint) => recording.record.keepCheckpoint(checkpoint),
      },
    );
    expect(end).toEqual(whole.end);
    expect(weights).toBe(whole.weights);
    const { unsaved, alarms, run } = await recording.end();
    expect(alarms).toHaveLength(1);
    expect(alarms[0]).toMatchObject({ kind: 'saving', raised: true, step: 8 });
    expect(alarms[0]!.sentence).toMatch(/^The disk is full: .*metrics\.csv was not written/);
    expect(alarms[0]!.suggestion).toBe(
      'Training goes on and saves again at the next checkpoint; until then that of step 4 is kept.',
    );
    expect(unsaved).toMatch(
      /^The last checkpoint could not be saved \(The disk is full: .*\), so the run on the disk ends at step 4\.$/,
    );
    const { note, ...kept } = await run.newestCheckpoint();
    expect([note, kept.step, (await run.metrics()).length]).toEqual([null, 4, 1]);
    expect((await trainSquares({}, { resume: kept })).weights).toBe(whole.weights);
  });

  it('goes on when it takes the checkpoints and not the history, which is reported once', async () => {
    const recording = await begin('EIO', nothing);
    const { folder } = (await recording.end()).run;
    // What stands in the way of the curve does not go away.
    await mkdir(path.join(folder, 'curve.npy'));
    for (const one of told) await tell(recording, one);
    const { alarms, unsaved, run } = await recording.end();
    expect(alarms).toEqual([
      expect.objectContaining({
        kind: 'history',
        raised: true,
        sentence: expect.stringMatching(/curve\.npy is a folder/) as unknown,
        suggestion: expect.stringMatching(/^Training goes on and its checkpoints are saved/) as unknown,
      }),
    ]);
    expect([unsaved, (await run.newestCheckpoint()).step]).toEqual([null, 12]);
    // A map that cannot be kept either brings no second alarm; the first is cleared when all can be kept.
    await mkdir(path.join(folder, 'epochs', '3.map.safetensors'), { recursive: true });
    const map = { n: 1, dims: 2 as const, positions: new Float32Array(2), distortion: new Float32Array(1) };
    const keep = recording.history.mapKeeper()!;
    await keep({ ...figures, ...map });
    expect((await recording.end()).alarms).toHaveLength(1);
    await rm(path.join(folder, 'epochs', '3.map.safetensors'), { recursive: true });
    await keep({ ...figures, ...map });
    expect((await recording.end()).alarms).toHaveLength(1);
    await rm(path.join(folder, 'curve.npy'), { recursive: true });
    await recording.record.keepCheckpoint(whole.last!);
    expect((await recording.end()).alarms.map(({ kind, raised }) => [kind, raised])).toEqual([
      ['history', true],
      ['history', false],
    ]);
    expect((await readHistory(run, null)).maps).toMatchObject([{ epoch: 3, step: 12 }]);
  });

  it('ends at the first save, when there is nothing yet to lose', async () => {
    // Before that the folder and its run.json are made, in 13 calls.
    const first = record('ENOSPC', (call) => call >= 13);
    await expect(first).rejects.toThrow(/^The disk is full: .*0 was not written; make room and try again\.$/);
  });
});

describe('a posterior that collapses', () => {
  it('is told with its reason and what to do', async () => {
    const recording = await begin('EIO', nothing);
    await trainSquares(
      { objective: 'notebook', learningRate: 2e-3 },
      { onEpoch: (result) => recording.record.keepEpoch(result) },
    );
    const { alarms, run } = await recording.end();
    expect(alarms).toEqual([
      {
        kind: 'collapse',
        raised: true,
        runFolder: run.folder,
        step: 4,
        sentence: expect.stringMatching(/^The posterior has collapsed: 0 of 4 /) as unknown,
        suggestion: expect.stringMatching(/choose the ELBO objective\.$/) as unknown,
      },
    ]);
  });
});
