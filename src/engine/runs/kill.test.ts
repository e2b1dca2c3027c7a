import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { helperFile } from '../places';
import { differences, inspectRemains } from '../testing/killed-run';
import { soak } from '../testing/kill-soak';
import type { Life } from '../testing/training-child';

const EPOCHS = 18;
/** Step of the last checkpoint: 3 steps an epoch. */
const LAST = 3 * EPOCHS;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-kill-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('goes on after every kill and ends, byte for byte, as a run never interrupted', async () => {
  const faults: string[] = [];
  const tally = await soak({
    cli: helperFile('cli.js'),
    folder,
    kills: 5,
    seed: 5,
    moments: ['start', 'saving', 'rotating', 'training'],
    epochs: EPOCHS,
    signal: new AbortController().signal,
    onLife: (life) => faults.push(...life.faults),
  });
  expect(faults).toEqual([]);
  expect(tally).toMatchObject({ kills: 5, unreadable: 0, failed: 0 });
  expect(tally.identical).toBe(tally.finished);
  expect(tally.finished).toBeGreaterThanOrEqual(1);
  expect(tally.stepsLost).toBeLessThanOrEqual(tally.stepsPerEpoch);
});

it('notices a damaged checkpoint, a lost one, and other weights', async () => {
  const run = path.join(folder, 'reference');
  const life: Life = {
    pid: 1,
    code: null,
    lastWords: '',
    firstEpoch: 1,
    lastEpoch: EPOCHS,
    checkpoint: LAST + 3,
    saved: true,
  };
  expect((await inspectRemains(run, life, 3)).faults).toEqual([
    `Checkpoint ${LAST + 3} was there, and ${LAST} is left.`,
  ]);
  await truncate(path.join(run, 'checkpoints', String(LAST), 'weights.safetensors'), 1000);
  const { faults } = await inspectRemains(run, { ...life, checkpoint: LAST }, 3);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(new RegExp(`^Checkpoint ${LAST} of .* is damaged`));
  expect(await differences(run, run)).toEqual([]);
});
