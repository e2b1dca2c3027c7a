import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainingConfig, type TrainingEnd } from '../../contract/training';
import { createEngine, type Engine } from '../engine';
import { LOCK_FILE } from '../runs/run-lock';
import { drawShapes } from '../testing/shapes-folder';

let root = '';
let engine: Engine;
let ended: (end: TrainingEnd) => void = () => undefined;
const at = (...names: string[]): string => path.join(root, ...names);
const waitForEnd = (): Promise<TrainingEnd> => new Promise((resolve) => (ended = resolve));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-training-end-'));
  await drawShapes(at('shapes'));
  engine = createEngine({
    emit: (_, payload) => {
      if ('reason' in payload) ended(payload);
    },
  });
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
});

describe('a run whose lock cannot be removed', () => {
  it('ends all the same, says it, and can be gone on with', async () => {
    const over = waitForEnd();
    await engine.call('training.start', {
      source: { kind: 'folder', path: at('shapes') },
      options: { side: 16, channels: 1 },
      config: trainingConfig.parse({ epochs: 1, batch: 8, latent: 4, seed: 3 }),
      runFolder: at('locked'),
    });
    // In its place lies something that is no lock.
    await rm(at('locked', LOCK_FILE));
    await mkdir(at('locked', LOCK_FILE, 'full'), { recursive: true });
    const end = await over;
    expect(end).toMatchObject({ reason: 'finished' });
    expect(end.unsaved).toMatch(/^Its lock could not be removed \(.*\); the run can be gone on with/);
    const again = waitForEnd();
    await engine.call('training.resume', { runFolder: at('locked'), epochs: 2 });
    expect(await again).toMatchObject({ reason: 'finished', step: 8 });
  });
});
