import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent, EngineEventPayload } from '../../contract/engine-calls';
import type { RunHistory } from '../../contract/history';
import type { LatentMap } from '../../contract/space';
import {
  trainingConfig,
  type TrainingEnd,
  type TrainingProgress,
  type TrainingSamples,
} from '../../contract/training';
import { createEngine, type Engine } from '../engine';

let root = '';
let engine: Engine;
let ended: (end: TrainingEnd) => void = () => undefined;
const at = (...names: string[]): string => path.join(root, ...names);
const progress: TrainingProgress[] = [];
const samples: TrainingSamples[] = [];
/** What was made after each epoch, as the window makes it. */
const maps: LatentMap[] = [];

/** Maps the test set while the run waits, so that the map is that of its epoch however fast it trains. */
async function mapEpoch(): Promise<void> {
  await engine.call('training.pause', {});
  await engine.call('space.encode', {});
  maps.push(await engine.call('space.map', { neighbors: 3, continueFromLast: true }));
  await engine.call('training.continue', {});
}

let mapping: Promise<void> | null = null;
function hear<E extends EngineEvent>(_: E, payload: EngineEventPayload<E>): void {
  if ('losses' in payload) progress.push(payload);
  if ('originals' in payload) samples.push(payload);
  if ('klPerDimension' in payload) mapping = mapEpoch();
  if ('reason' in payload) ended(payload);
}

async function train(work: () => Promise<unknown>): Promise<TrainingEnd> {
  const end = new Promise<TrainingEnd>((resolve) => (ended = resolve));
  await work();
  const found = await end;
  await mapping;
  return found;
}

const history = (): Promise<RunHistory> => engine.call('run.history', { runFolder: at('run') });

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-run-history-'));
  engine = createEngine({ emit: hear });
  await mkdir(at('images'));
  for (let i = 0; i < 30; i++) {
    const pixels = Buffer.alloc(256);
    for (let y = 0; y < 16; y++) pixels.fill(90 + 5 * i, y * 16 + (i % 9), y * 16 + (i % 9) + 5);
    await sharp(pixels, { raw: { width: 16, height: 16, channels: 1 } })
      .png()
      .toFile(at('images', `${i}.png`));
  }
  const start = {
    source: { kind: 'folder' as const, path: at('images') },
    options: { side: 16, channels: 1 as const },
    config: trainingConfig.parse({ epochs: 3, batch: 8, latent: 3 }),
    runFolder: at('run'),
  };
  expect((await train(() => engine.call('training.start', start))).reason).toBe('finished');
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
});

describe('a run that is opened again', () => {
  it('has the curve it drew, the reconstructions and the maps of its epochs', async () => {
    await engine.call('run.open', { runFolder: at('run') });
    const { curve, samples: kept, maps: found, notes } = await history();
    expect(notes).toEqual([]);
    expect(Array.from(curve!.steps)).toEqual(Array.from({ length: 9 }, (_, i) => i + 1));
    // To the bit what was drawn while it trained.
    expect(progress.filter(({ step }) => step > 0).length).toBeGreaterThan(0);
    for (const { step, losses } of progress) {
      if (step === 0) continue;
      const [bce, kl] = [curve!.bce[step - 1]!, curve!.kl[step - 1]!];
      expect({ bce, kl, elbo: bce + kl }).toEqual(losses);
    }
    expect(kept.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 3],
      [2, 6],
      [3, 9],
    ]);
    for (const { epoch, ...each } of kept) {
      expect(epoch).toBe(each.step / 3);
      expect(samples.filter(({ step }) => step === each.step)).toContainEqual(each);
    }
    expect(found.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 3],
      [2, 6],
      [3, 9],
    ]);
    for (const [i, { positions, distortion, trustworthiness, neighboursKept }] of found.entries()) {
      const made = maps[i]!;
      expect([trustworthiness, neighboursKept]).toEqual([made.trustworthiness, made.neighboursKept]);
      // Few images have fewer neighbours than the 15 whose shares come back exactly.
      expect(distortion.every((share, row) => Math.abs(share - made.distortion[row]!) < 1 / 400)).toBe(true);
      const extent = Math.max(...made.positions) - Math.min(...made.positions);
      expect(positions.every((value, row) => Math.abs(value - made.positions[row]!) < extent / 60_000)).toBe(
        true,
      );
    }
  });

  it('keeps no map of what is laid out when it is only looked at', async () => {
    await engine.call('run.open', { runFolder: at('run') });
    await engine.call('space.encode', {});
    const before = await history();
    await engine.call('space.map', { neighbors: 4, seed: 9 });
    expect(await history()).toEqual(before);
  });

  it('adds the epochs it is trained further by, of which no more are kept than was asked for', async () => {
    const more = { runFolder: at('run'), epochs: 6, keptEpochs: 4 };
    expect((await train(() => engine.call('training.resume', more))).reason).toBe('finished');
    const { curve, maps: found, samples: kept } = await history();
    expect(Array.from(curve!.steps)).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
    for (const epochs of [found, kept].map((each) => each.map(({ epoch }) => epoch))) {
      expect(epochs).toHaveLength(4);
      expect([epochs[0], epochs.at(-1)]).toEqual([1, 6]);
    }
    expect((await readdir(at('run/epochs'))).length).toBe(8);
  });

  it('keeps nothing of the epochs where that is turned off, but its curve', async () => {
    const { source, options, config } = (await engine.call('run.describe', { runFolder: at('run') }))
      .description;
    const start = { source, options, config: { ...config, epochs: 1 }, runFolder: at('off'), keptEpochs: 0 };
    await train(() => engine.call('training.start', start));
    expect(await readdir(at('off'))).not.toContain('epochs');
    expect(await engine.call('run.history', { runFolder: at('off') })).toMatchObject({
      maps: [],
      samples: [],
      notes: ['Not kept with this run: the maps of its epochs and the reconstructions of its epochs.'],
    });
  });
});
