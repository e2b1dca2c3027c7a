import { copyFile, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineEvent, EngineOutput } from '../contract/engine-calls';
import { trainingConfig, type TrainingEnd } from '../contract/training';
import { readNpy } from '../core/formats/npy';
import { createEngine, type Engine } from './engine';
import { drawShapes } from './testing/shapes-folder';
import { failure } from './testing/user-failure';

let root = '';
let engine: Engine;
let ended: (end: TrainingEnd) => void = () => undefined;
const heard: { event: EngineEvent; payload: unknown }[] = [];
const at = (...names: string[]): string => path.join(root, ...names);
const config = (epochs: number) => trainingConfig.parse({ epochs, batch: 8, latent: 4, seed: 3 });
const source = () => ({ kind: 'folder' as const, path: at('shapes') });
const options = { side: 16, channels: 1 as const };

const waitForEnd = (): Promise<TrainingEnd> => new Promise((resolve) => (ended = resolve));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-engine-'));
  await drawShapes(at('shapes'));
  engine = createEngine({
    emit: (event, payload) => {
      heard.push({ event, payload });
      if ('reason' in payload) ended(payload);
    },
  });
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
});

describe('the engine', () => {
  it('says what is missing before there is a model', async () => {
    const fresh = createEngine({ emit: () => undefined });
    expect(await failure(fresh.call('space.encode', {}))).toMatch(/^There is no model yet/);
    expect(await failure(fresh.call('space.map', {}))).toMatch(/^No images have been encoded yet/);
    expect(await failure(fresh.call('run.open', { runFolder: at('none') }))).toMatch(/^There is no folder/);
    const wrong = { source: source(), options: { side: 5 }, latent: 4 };
    expect(await failure(fresh.call('data.describe', wrong))).toMatch(
      /data\.describe cannot be used at options\.side/,
    );
    await fresh.shutdown();
  });

  it('describes a folder', async () => {
    const data = await engine.call('data.describe', { source: source(), options, latent: 4 });
    expect(data).toMatchObject({ name: 'shapes', train: 32, test: 8, side: 16, channels: 1 });
    expect(data.classes).toEqual([
      { name: 'lie', train: 16, test: 4 },
      { name: 'stand', train: 16, test: 4 },
    ]);
    expect(data.leftOut).toEqual([
      { file: 'notes.txt', reason: 'it is not a JPEG, PNG, WebP, GIF, BMP or TIFF image' },
    ]);
    expect(data.parameterCount).toBeGreaterThan(10_000);
  });

  it('calls off a run that is being set up: nothing of it is left', async () => {
    const start = { source: source(), options, config: config(4), runFolder: at('called-off') };
    const sentence = failure(engine.call('training.start', start));
    await engine.call('training.stop', {});
    expect(await sentence).toBe('The start of the run was cancelled.');
    expect(await readdir(root)).not.toContain('called-off');
  });
});

describe('a run of the engine', () => {
  const start = () => ({ source: source(), options, config: config(4), runFolder: at('run') });
  const told = new Set<EngineEvent>();
  let started: EngineOutput<'training.start'>;
  let live: EngineOutput<'space.encode'>;
  let second = '';
  let end: TrainingEnd;

  beforeAll(async () => {
    heard.length = 0;
    const over = waitForEnd();
    started = await engine.call('training.start', start());
    second = await failure(engine.call('training.start', { ...start(), runFolder: at('two') }));
    live = await engine.call('space.encode', {});
    end = await over;
    for (const { event } of heard) told.add(event);
  });

  beforeEach(async () => {
    await engine.call('run.open', { runFolder: at('run') });
  });

  it('trains, tells and keeps what it learns, and encodes with the live weights meanwhile', async () => {
    expect(started).toMatchObject({ steps: 16, step: 0, runFolder: at('run') });
    expect(second).toMatch(/training already/);
    expect(live.n).toBe(8);
    expect(end).toMatchObject({ reason: 'finished', step: 16 });
    for (const event of [
      'training.progress',
      'training.epoch',
      'training.samples',
      'training.end',
    ] as const) {
      expect(told).toContain(event);
    }
    const { metrics, finished, step } = await engine.call('run.describe', { runFolder: at('run') });
    expect([finished, step, metrics.map(({ epoch }) => epoch)]).toEqual([true, 16, [1, 2, 3, 4]]);
    expect(metrics[3]!.test.elbo).toBeLessThan(metrics[0]!.test.elbo);
    expect(await failure(engine.call('training.start', start()))).toMatch(/already holds a run/);
    expect(await failure(engine.call('training.resume', { runFolder: at('run') }))).toMatch(
      /has done its 4 epochs/,
    );
  });

  it('waits between steps while the window is used, and is the same run', async () => {
    const busy = createEngine({
      emit: (event, payload) => {
        // As a window does in which someone drags on and on.
        if (event === 'training.progress') void busy.call('training.giveWay', {});
        if ('reason' in payload) ended(payload);
      },
    });
    const over = waitForEnd();
    await busy.call('training.start', { ...start(), runFolder: at('beside') });
    expect(await over).toMatchObject({ reason: 'finished', step: 16 });
    await busy.shutdown();
    const weights = (run: string): Promise<Buffer> => readFile(at(run, 'checkpoints/16/weights.safetensors'));
    expect((await weights('beside')).equals(await weights('run'))).toBe(true);
  });

  it('stops with a checkpoint and, resumed, comes to the same weights as a run that never stopped', async () => {
    let over = waitForEnd();
    await engine.call('training.start', { ...start(), runFolder: at('stopped') });
    await engine.call('training.pause', {});
    await engine.call('training.continue', {});
    await engine.call('training.stop', {});
    const stopped = await over;
    expect(stopped.reason).toBe('stopped');
    expect(stopped.step).toBeLessThan(16);
    over = waitForEnd();
    const resumed = await engine.call('training.resume', { runFolder: at('stopped') });
    expect(resumed).toMatchObject({ step: stopped.step, steps: 16 });
    expect((await over).reason).toBe('finished');
    const weights = (run: string): Promise<Buffer> => readFile(at(run, 'checkpoints/16/weights.safetensors'));
    const curve = (run: string): Promise<Buffer> => readFile(at(run, 'curve.npy'));
    expect((await weights('stopped')).equals(await weights('run'))).toBe(true);
    expect((await curve('stopped')).equals(await curve('run'))).toBe(true);
    // Killed before its first checkpoint, a run begins again and comes to the same.
    await mkdir(at('early'));
    await copyFile(at('run', 'run.json'), at('early', 'run.json'));
    over = waitForEnd();
    expect(await engine.call('training.resume', { runFolder: at('early') })).toMatchObject({
      step: 0,
      steps: 16,
    });
    expect((await over).reason).toBe('finished');
    expect((await weights('early')).equals(await weights('run'))).toBe(true);
    expect((await curve('early')).equals(await curve('run'))).toBe(true);
    over = waitForEnd();
    await engine.call('training.resume', { runFolder: at('stopped'), epochs: 5 });
    expect(await over).toMatchObject({ reason: 'finished', step: 20 });
  });

  it('does not go on with a run whose images have changed, nor train on too few', async () => {
    const extra = at('shapes/stand/extra.png');
    await sharp({ create: { width: 16, height: 16, channels: 3, background: 'white' } })
      .png()
      .toFile(extra);
    const refusal = await failure(engine.call('training.resume', { runFolder: at('run'), epochs: 9 }));
    await rm(extra);
    expect(refusal).toMatch(/^The images of .*shapes are not those that the run .* was trained on/);
    await mkdir(at('one'));
    await sharp({ create: { width: 16, height: 16, channels: 3, background: 'white' } })
      .png()
      .toFile(at('one/a.png'));
    const one = {
      source: { kind: 'folder' as const, path: at('one') },
      options,
      config: config(1),
      runFolder: at('three'),
    };
    expect(await failure(engine.call('training.start', one))).toMatch(
      /^There is 1 image in .*one, too few to train on/,
    );
    expect(await readdir(root)).not.toContain('three');
  });

  it('encodes, maps, walks and exports, and the CSV reads back to the same numbers', async () => {
    const embedding = await engine.call('space.encode', { split: 'all' });
    expect(embedding.n).toBe(40);
    expect([...embedding.isTest].filter((test) => test === 1)).toHaveLength(8);
    const straight = { from: 0, to: 39, steps: 5, method: 'lerp' as const };
    expect((await engine.call('space.path', straight)).positions).toBeNull();

    const map = await engine.call('space.map', { neighbors: 5, seed: 1 });
    expect([map.n, map.dims, map.positions.length]).toEqual([40, 3, 120]);
    expect(map.positions.every(Number.isFinite)).toBe(true);
    expect((await engine.call('space.map', { neighbors: 5, seed: 1 })).positions).toEqual(map.positions);
    const again = await engine.call('space.map', { neighbors: 5, seed: 1, continueFromLast: true });
    expect(again.positions).not.toEqual(map.positions);

    for (const method of ['lerp', 'slerp', 'graph'] as const) {
      const path = await engine.call('space.path', { ...straight, method });
      expect([...path.latents.subarray(0, 4)]).toEqual([...embedding.mu.subarray(0, 4)]);
      expect([...path.latents.subarray(16)]).toEqual([...embedding.mu.subarray(156)]);
      expect([...path.positions!.subarray(12)]).toEqual([...again.positions.subarray(117)]);
      expect(path.positions!.every(Number.isFinite)).toBe(true);
      expect([path.distance[0], path.images.pixels.length]).toEqual([0, 5 * 256]);
    }
    expect(await failure(engine.call('space.path', { ...straight, to: 40 }))).toMatch(
      /^There is no image 40/,
    );

    const decoded = await engine.call('space.decode', { n: 1, latents: embedding.mu.slice(0, 4) });
    expect(decoded).toMatchObject({ n: 1, side: 16, channels: 1 });
    expect(
      await failure(engine.call('space.decode', { n: 1, latents: Float32Array.of(NaN, 0, 0, 0) })),
    ).toMatch(/finite/);

    const rows = [39, 2];
    const written = await engine.call('export.csv', { path: at('some.csv'), rows });
    expect(written).toMatchObject({ path: at('some.csv'), rows: 2 });
    const table: Record<string, string>[] = parse(await readFile(at('some.csv'), 'utf8'), { columns: true });
    expect(table.map(({ index }) => index)).toEqual(['39', '2']);
    table.forEach((cells, i) => {
      const row = rows[i]!;
      expect(cells['file']).toBe(embedding.files[row]);
      expect(cells['label_name']).toBe(embedding.labelNames[embedding.labels[row]!]);
      expect(cells['split']).toBe(embedding.isTest[row] === 1 ? 'test' : 'train');
      for (let d = 0; d < 4; d++) {
        expect(Math.fround(Number(cells[`mu_${d}`]))).toBe(embedding.mu[row * 4 + d]);
        expect(Math.fround(Number(cells[`logvar_${d}`]))).toBe(embedding.logvar[row * 4 + d]);
      }
      expect(Math.fround(Number(cells['z']))).toBe(again.positions[row * 3 + 2]);
      expect(Math.fround(Number(cells['bce']))).toBe(embedding.bce[row]);
    });
    const path = at('cancelled');
    const cancelled = [
      engine.call('export.csv', { path }),
      engine.call('export.embedding', { path, format: 'projector' }),
      engine.call('export.grid', { path, what: 'both' }),
      engine.call('export.path', { path, format: 'gif', ...straight }),
    ].map(failure);
    await engine.call('export.cancel', {});
    for (const sentence of await Promise.all(cancelled)) expect(sentence).toMatch(/export was cancelled/);
    expect((await readdir(root)).filter((name) => name.includes('cancelled'))).toEqual([]);
    expect(await failure(engine.call('export.csv', { path: at('no/where.csv') }))).toMatch(
      /^The folder of .* does not exist/,
    );
    expect(await failure(engine.call('export.csv', { path: at('x.csv'), rows: [40] }))).toMatch(
      /^There is no image 40/,
    );
  });

  it('keeps the latents and the map of the run’s own test set in its folder', async () => {
    const embedding = await engine.call('space.encode', {});
    const map = await engine.call('space.map', { method: 'pca', dims: 2 });
    const array = async (name: string) => readNpy(new Uint8Array(await readFile(at('run', name))));
    expect(await array('latents.npy')).toMatchObject({ shape: [8, 4], data: embedding.mu });
    expect(await array('logvar.npy')).toMatchObject({ shape: [8, 4], data: embedding.logvar });
    expect(await array('map.npy')).toMatchObject({ shape: [8, 2], data: map.positions });
  });

  it('ends an older map when a newer one is asked for', async () => {
    await engine.call('space.encode', {});
    const older = failure(engine.call('space.map', { neighbors: 3 }));
    const newer = engine.call('space.map', { neighbors: 4 });
    expect(await older).toBe('This map was replaced by a newer request.');
    expect((await newer).n).toBe(8);
  });

  it('refuses images that the model cannot take', async () => {
    const wide = { source: source(), options: { side: 32 } };
    expect(await failure(engine.call('space.encode', wide))).toMatch(
      /^This model takes images of 16 by 16 pixels grey, but shapes has 32 by 32 pixels grey/,
    );
  });
});
