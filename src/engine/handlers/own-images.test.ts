import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataSource } from '../../contract/dataset';
import { runDescription } from '../../contract/run';
import { mapConfig, type Embedding } from '../../contract/space';
import { trainingConfig, type TrainingEnd } from '../../contract/training';
import { readNpy, writeNpy } from '../../core/formats/npy';
import { createEngine, type Engine } from '../engine';
import { LOCK_FILE } from '../runs/run-lock';
import { failure } from '../testing/user-failure';
import { withProcess } from '../testing/with-process';

let root = '';
let engine: Engine;
let ended: (end: TrainingEnd) => void = () => undefined;
const at = (...names: string[]): string => path.join(root, ...names);
const folder = (name: string) => ({ kind: 'folder' as const, path: at(name) });
const layout = mapConfig.parse({ neighbors: 3, seed: 2 });
const runFile = async (run: string) =>
  runDescription.parse(JSON.parse(await readFile(at(run, 'run.json'), 'utf8')));

async function train(work: () => Promise<unknown>): Promise<TrainingEnd> {
  const end = new Promise<TrainingEnd>((resolve) => (ended = resolve));
  await work();
  return end;
}

/** What opening the run shows of its test set. */
async function look(run: string): Promise<Embedding> {
  await engine.call('run.open', { runFolder: at(run) });
  return engine.call('space.encode', { orKept: true });
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-own-images-'));
  engine = createEngine({
    emit: (_, payload) => {
      if ('reason' in payload) ended(payload);
    },
  });
  for (const [at_, name] of ['=left', 'right'].entries()) {
    await mkdir(at('images', name), { recursive: true });
    for (let i = 0; i < 10; i++) {
      const pixels = Buffer.alloc(256);
      for (let y = 0; y < 16; y++) pixels.fill(90 + 12 * i, y * 16 + 8 * at_ + (i % 3), y * 16 + 8 * at_ + 5);
      const raw = { width: 16, height: 16, channels: 1 as const };
      await sharp(pixels, { raw })
        .png()
        .toFile(at('images', name, `${i}.png`));
    }
  }
  const config = trainingConfig.parse({ epochs: 1, batch: 8, latent: 3 });
  const options = { side: 16, channels: 1 as const };
  const start = { source: folder('images'), options, config, runFolder: at('run') };
  expect((await train(() => engine.call('training.start', start))).reason).toBe('finished');
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
});

describe('a run that is opened again', () => {
  const known = (): string => at('run', 'latents.npy');
  const written = async (): Promise<bigint> => (await stat(known(), { bigint: true })).mtimeNs;

  it('takes what it keeps of its images, unless other weights made that', async () => {
    const first = await look('run');
    const before = await written();
    expect(await look('run')).toEqual(first);
    expect(await written()).toBe(before);
    const { n, latent, mu } = first;
    await writeFile(known(), writeNpy({ shape: [n, latent], data: mu.map((value) => value + 0.01) }));
    expect((await look('run')).mu).toEqual(mu);
    expect(readNpy(new Uint8Array(await readFile(known()))).data).toEqual(mu);
  });
});

describe('a run whose images have moved', () => {
  let whole: Embedding;

  it('shows what it keeps of its test set, with its map, and says what is missing', async () => {
    whole = await look('run');
    expect(whole).toMatchObject({ n: 4, fingerprint: (await runFile('run')).dataFingerprint });
    expect(whole.absent).toBeUndefined();
    const map = await engine.call('space.map', layout);
    await rename(at('images'), at('moved'));
    const kept = await look('run');
    expect(kept.absent).toEqual({
      why: `There is no folder ${at('images')}: check the path.`,
      changed: false,
      rows: Uint8Array.of(1, 1, 1, 1),
    });
    for (const known of ['mu', 'logvar', 'bce', 'kl', 'labels', 'isTest', 'labelNames', 'files'] as const)
      expect(kept[known]).toEqual(whole[known]);
    expect(kept.files.filter((file) => file.startsWith('=left/'))).toHaveLength(2);
    const { pixels } = await engine.call('space.decode', { n: 4, latents: whole.mu });
    expect(kept.pixels).toEqual(pixels);
    expect((await engine.call('space.map', layout)).positions).toEqual(map.positions);
    // Who does not ask for it is told that the images are missing.
    expect(await failure(engine.call('space.encode', {}))).toContain('There is no folder');
  });

  it('takes their new place by their fingerprint alone, and no other folder', async () => {
    await cp(at('moved'), at('others'), { recursive: true });
    await rm(at('others/right/0.png'));
    const relocated = (source: DataSource) => engine.call('run.relocate', { runFolder: at('run'), source });
    expect(await relocated(folder('others'))).toEqual({
      same: false,
      why: expect.stringMatching(/^The images of .*others are not those that the run/) as string,
    });
    expect((await runFile('run')).source).toEqual(folder('images'));
    expect(await relocated({ kind: 'fashion-mnist' })).toEqual({
      same: false,
      why: expect.stringMatching(/^The images of Fashion-MNIST are not/) as string,
    });
    expect(await failure(relocated(folder('nowhere')))).toContain('There is no folder');
    // The model looks at others all the same, and says so by their fingerprint.
    const others = await engine.call('space.encode', { source: folder('others'), split: 'all' });
    expect(others).toMatchObject({ n: 19 });
    expect(others.fingerprint).not.toBe(whole.fingerprint);
    const description = { ...(await runFile('run')), source: folder('moved') };
    expect(await relocated(folder('moved'))).toMatchObject({ same: true, run: { description } });
    expect(await runFile('run')).toEqual(description);
    const again = await engine.call('space.encode', { orKept: true });
    expect(again.absent).toBeUndefined();
    expect(again.pixels).toEqual(whole.pixels);
  });

  it('is trained further from their new place, which it then keeps', async () => {
    await rename(at('moved'), at('elsewhere'));
    const resume = { runFolder: at('run'), epochs: 2 };
    expect(await failure(engine.call('training.resume', resume))).toMatch(/^There is no folder .*moved/);
    const wrong = engine.call('training.resume', { ...resume, source: folder('others') });
    expect(await failure(wrong)).toMatch(
      /^The images of .*others are not those .*\(of its 20 images 1 is not there: right\/0\.png\), and/,
    );
    const end = train(() => engine.call('training.resume', { ...resume, source: folder('elsewhere') }));
    expect((await end).reason).toBe('finished');
    expect((await runFile('run')).source).toEqual(folder('elsewhere'));
  });

  it('shows what it keeps when its images have changed, for the rows would be others', async () => {
    await cp(at('elsewhere/right/1.png'), at('elsewhere/right/new.png'));
    for (const i of [2, 4, 5, 6])
      await cp(at(`elsewhere/=left/${i}.png`), at(`elsewhere/right/${i}.png`), { force: true });
    const kept = await look('run');
    expect(kept).toMatchObject({ n: 4, files: whole.files });
    expect(kept.absent).toMatchObject({ changed: true });
    expect(kept.absent?.why).toMatch(
      /^The images of .*elsewhere are not those .*\(of its 20 images 4 changed: right\/2.png, right\/4.png, right\/5.png and 1 more; 1 is new: right\/new.png\), and/,
    );
    // Images that are added are there, whatever is missing of the run's own.
    const { embedding, added } = await engine.call('space.add', { source: folder('others'), options: {} });
    expect([...embedding.absent!.rows]).toEqual([...new Array<number>(4).fill(1), ...new Uint8Array(19)]);
    const grid = { what: 'originals' as const, path: at('grid.png') };
    expect(await failure(engine.call('export.grid', grid))).toMatch(/^4 of these 23 images are missing/);
    expect((await engine.call('export.grid', { ...grid, rows: [4, 22] })).rows).toBe(2);
    const again = { source: folder('elsewhere'), options: {}, fingerprint: added.fingerprint };
    expect(await failure(engine.call('space.add', again))).toMatch(
      /^The images of elsewhere are not those that were in the map/,
    );
    await rm(at('elsewhere/right/new.png'));
    for (const i of [2, 4, 5, 6]) await cp(at(`others/right/${i}.png`), at(`elsewhere/right/${i}.png`));
  });

  it('without what it keeps, it is as before', async () => {
    await cp(at('run'), at('bare'), { recursive: true });
    await rm(at('bare/images.csv'));
    await engine.call('run.relocate', { runFolder: at('bare'), source: folder('elsewhere') });
    await rename(at('elsewhere'), at('away'));
    const kept = await look('bare');
    expect([kept.n, kept.files, [...kept.labels]]).toEqual([4, [], [-1, -1, -1, -1]]);
    expect(kept.bce.every(Number.isNaN)).toBe(true);
    await writeFile(at('bare/latents.npy'), 'x');
    expect(await failure(look('bare'))).toContain('There is no folder');
    await rename(at('away'), at('elsewhere'));
  });
});

describe('a run', () => {
  it('is trained by one process at a time', async () => {
    const lock = { started: null, host: hostname(), since: '2026-11-21' };
    const resume = () => engine.call('training.resume', { runFolder: at('run'), epochs: 3 });
    await withProcess(async (pid) => {
      await writeFile(at('run', LOCK_FILE), JSON.stringify({ ...lock, pid }));
      const refusal = `The run ${at('run')} is being trained by another process (${pid}): stop it there first.`;
      expect(await failure(resume())).toBe(refusal);
      expect(await failure(engine.call('run.checkFree', { runFolder: at('run') }))).toBe(refusal);
    });
    await rm(at('run', LOCK_FILE));
    const end = await train(async () => {
      await resume();
      expect(JSON.parse(await readFile(at('run', LOCK_FILE), 'utf8'))).toMatchObject({ pid: process.pid });
      const copy = engine.call('run.copy', { runFolder: at('run'), folder: at('copy') });
      expect(await failure(copy)).toMatch(/being trained/);
    });
    expect(end.reason).toBe('finished');
    await expect(readFile(at('run', LOCK_FILE))).rejects.toThrow('ENOENT');
    await engine.call('run.checkFree', { runFolder: at('run') });
  });

  it('is copied whole, without what is half written, and never over something', async () => {
    await writeFile(at('run/.metrics.csv.1-000000000000.partial'), 'x');
    await engine.call('run.copy', { runFolder: at('run'), folder: at('deep/copy') });
    await expect(readFile(at('deep/copy/.metrics.csv.1-000000000000.partial'))).rejects.toThrow('ENOENT');
    expect(await runFile('deep/copy')).toEqual(await runFile('run'));
    expect((await look('deep/copy')).mu).toEqual((await look('run')).mu);
    const again = engine.call('run.copy', { runFolder: at('run'), folder: at('deep/copy') });
    expect(await failure(again)).toMatch(/^There is something at/);
  });

  it('takes back a map that was kept elsewhere, of these images alone', async () => {
    const { n } = await look('run');
    const map = await engine.call('space.map', { ...layout, seed: 9 });
    await engine.call('space.map', layout);
    await engine.call('space.restoreMap', { map, config: { ...layout, seed: 9 } });
    const path_ = await engine.call('space.path', { from: 0, to: 1, steps: 2, method: 'lerp' });
    expect([...path_.positions!.subarray(0, 3)]).toEqual([...map.positions.subarray(0, 3)]);
    // What has no place in it gets that of its nearest, and the rest stays.
    const holes = { ...map, positions: map.positions.slice().fill(NaN, 3, 6) };
    const filled = await engine.call('space.restoreMap', { map: holes, config: layout });
    expect(filled.positions.every(Number.isFinite)).toBe(true);
    expect([...filled.positions].filter((_, i) => i < 3 || i > 5)).toEqual(
      [...map.positions].filter((_, i) => i < 3 || i > 5),
    );
    expect(filled.notes.at(-1)).toMatch(/^1 images had no place in this map/);
    const none = { ...map, positions: map.positions.slice().fill(NaN) };
    expect(await failure(engine.call('space.restoreMap', { map: none, config: layout }))).toMatch(
      /lay it out again/,
    );
    const short = {
      ...map,
      n: n - 1,
      positions: map.positions.slice(3),
      distortion: map.distortion.slice(1),
    };
    expect(await failure(engine.call('space.restoreMap', { map: short, config: layout }))).toMatch(
      /^This map is of 3 images, and 4 are at hand/,
    );
  });
});

describe('a run whose table of labels has moved', () => {
  it('takes its new place when the images have the same labels by it', async () => {
    await cp(at('elsewhere', '=left'), at('flat'), { recursive: true });
    const rows = Array.from({ length: 10 }, (_, i) => `${i}.png,${i % 2 === 0 ? 'even' : 'odd'}\n`);
    await writeFile(at('gt.csv'), `file,parity\n${rows.join('')}`);
    const labels = { from: 'file' as const, path: at('gt.csv') };
    const options = { side: 16, channels: 1 as const, labels };
    const config = trainingConfig.parse({ epochs: 1, batch: 8, latent: 3 });
    const start = { source: folder('flat'), options, config, runFolder: at('parity') };
    await train(() => engine.call('training.start', start));
    expect((await runFile('parity')).options.labels).toEqual({ ...labels, columns: ['parity'] });
    expect((await look('parity')).absent).toBeUndefined();
    await rename(at('gt.csv'), at('moved.csv'));
    expect((await look('parity')).absent?.why).toMatch(/^There is no file .*gt\.csv/);
    const relocate = (file: string) =>
      engine.call('run.relocate', { runFolder: at('parity'), source: folder('flat'), labels: file });
    await writeFile(at('other.csv'), `file,parity\n${rows.join('').replaceAll('odd', 'even')}`);
    expect(await relocate(at('other.csv'))).toMatchObject({ same: false });
    expect(await relocate(at('moved.csv'))).toMatchObject({ same: true });
    const now = { ...labels, path: at('moved.csv'), columns: ['parity'] };
    expect((await runFile('parity')).options.labels).toEqual(now);
    expect((await look('parity')).absent).toBeUndefined();
  });
});
