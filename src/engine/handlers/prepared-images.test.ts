import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataOptions } from '../../contract/dataset';
import { runDescription } from '../../contract/run';
import { mapConfig, type Embedding } from '../../contract/space';
import { trainingConfig } from '../../contract/training';
import { createEngine, type Engine } from '../engine';
import { failure } from '../testing/user-failure';

let root = '';
let engine: Engine;
let ended: () => void = () => undefined;
const at = (...names: string[]): string => path.join(root, ...names);
const folder = (name: string) => ({ kind: 'folder' as const, path: at(name) });
const OPTIONS = {
  side: 16,
  channels: 1,
  fit: 'pad',
  invert: true,
  ground: 'white',
  levels: { low: 20, high: 200 },
} as const satisfies DataOptions;

async function write(name: string, n: number, first = 0): Promise<void> {
  for (const [kind, group] of ['a', 'b'].entries()) {
    await mkdir(at(name, group), { recursive: true });
    for (let i = 0; i < n; i++) {
      const pixels = Buffer.alloc(24 * 12, 40 + 60 * kind);
      for (let y = 0; y < 12; y++) pixels.fill(120 + 2 * (first + i), y * 24 + 3 * kind, y * 24 + 9);
      await sharp(pixels, { raw: { width: 24, height: 12, channels: 1 } })
        .png()
        .toFile(at(name, group, `${i}.png`));
    }
  }
}

async function train(run: string, source: string, options: DataOptions): Promise<void> {
  const end = new Promise<void>((resolve) => (ended = resolve));
  const config = trainingConfig.parse({ epochs: 1, batch: 8, latent: 3 });
  await engine.call('training.start', { source: folder(source), options, config, runFolder: at(run) });
  await end;
}

const columnOf = ({ columns }: Embedding, name: string): readonly string[] => {
  const column = columns?.find((each) => each.name === name);
  return column?.kind === 'text' ? column.values : [];
};

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-prepared-'));
  engine = createEngine({
    emit: (_, payload) => {
      if ('reason' in payload) ended();
    },
  });
  await write('images', 10);
  await write('others', 4, 10);
  await train('run', 'images', OPTIONS);
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
});

describe('other images of a run', () => {
  it('are prepared as its own were on every path by which they reach it, unless it is said otherwise', async () => {
    expect(
      runDescription.parse(JSON.parse(await readFile(at('run/run.json'), 'utf8'))).options,
    ).toMatchObject(OPTIONS);
    await engine.call('run.open', { runFolder: at('run') });
    const own = await engine.call('space.encode', { split: 'all' });
    // The very pixels: two rows of padding, white in the end, and the paper inverted between levels.
    const again = await engine.call('space.encode', { source: folder('images'), split: 'all' });
    expect(again.pixels).toEqual(own.pixels);
    expect([again.mu, again.bce]).toEqual([own.mu, own.bce]);
    expect(own.pixels[0]).toBe(255);
    const otherwise = await engine.call('space.encode', {
      source: folder('images'),
      split: 'all',
      options: { fit: 'crop' },
    });
    expect(otherwise.pixels).not.toEqual(own.pixels);

    await engine.call('space.encode', { source: folder('others'), split: 'all' });
    const alone = (await engine.call('space.encode', { source: folder('others'), split: 'all' })).pixels;
    await engine.call('space.encode', {});
    await engine.call('space.map', mapConfig.parse({ neighbors: 2, seed: 1 }));
    const { embedding } = await engine.call('space.add', { source: folder('others'), options: {} });
    expect(embedding.pixels.subarray(-alone.length)).toEqual(alone);
  });

  it('that it was trained on are marked, and those that it was not are not', async () => {
    await engine.call('run.open', { runFolder: at('run') });
    const own = await engine.call('space.encode', { split: 'all' });
    expect(own.columns).toBeUndefined();
    const others = await engine.call('space.encode', { source: folder('others'), split: 'all' });
    expect(others.columns).toBeUndefined();
    await mkdir(at('mixed'));
    for (let i = 0; i < 10; i++)
      await writeFile(at('mixed', `${i}.png`), await readFile(at('images/a', `${i}.png`)));
    await writeFile(at('mixed/new.png'), await readFile(at('others/a/0.png')));
    const mixed = await engine.call('space.encode', { source: folder('mixed'), split: 'all' });
    const expected = mixed.files.map((file) => {
      const row = own.files.indexOf(`a/${file}`);
      return row >= 0 && own.isTest[row] === 0 ? 'yes' : 'no';
    });
    expect(columnOf(mixed, 'in_training')).toEqual(expected);
    expect(new Set(expected)).toEqual(new Set(['yes', 'no']));
  });
});

describe('a run whose images have changed', () => {
  it('is not measured on them unasked, and encodes them with a word about it', async () => {
    await train('changing', 'others', { side: 16, channels: 1 });
    await engine.call('run.open', { runFolder: at('changing') });
    await engine.call('space.encode', { unchanged: true });
    await writeFile(at('others/b/1.png'), await readFile(at('images/b/9.png')));
    expect(await failure(engine.call('space.encode', { unchanged: true }))).toMatch(
      /^The images of .*others are not those that the run .*changing was trained on \(of its 8 images 1 changed: b\/1\.png\)/,
    );
    const now = await engine.call('space.encode', { split: 'all' });
    expect(now.changed).toMatch(/1 changed: b\/1\.png/);
    const marks = columnOf(now, 'in_training');
    expect(marks[now.files.indexOf('b/1.png')]).toBe('no');
    expect(marks.filter((mark) => mark === 'yes').length).toBeGreaterThan(3);
  });

  it('of an older version means what it meant', async () => {
    await mkdir(at('old/set/one'), { recursive: true });
    await mkdir(at('old/set/two'));
    for (let i = 0; i < 4; i++)
      for (const name of ['one', 'two'])
        await writeFile(at('old/set', name, `${i}.png`), await readFile(at('images/a', `${i}.png`)));
    await train('older', 'old', { side: 16, channels: 1, rules: 1, levels: 'stored' });
    const file = at('older/run.json');
    const text = JSON.parse(await readFile(file, 'utf8')) as { options: object; labelNames: string[] };
    expect(text.labelNames).toEqual(['set']);
    await writeFile(
      file,
      JSON.stringify({ ...text, options: { side: 16, channels: 1, fit: 'crop', invert: false } }),
    );
    await engine.call('run.open', { runFolder: at('older') });
    expect((await engine.call('space.encode', { unchanged: true })).labelNames).toEqual(['set']);
    // Other images of it are understood by the rules of today.
    expect((await engine.call('space.encode', { source: folder('old') })).labelNames).toEqual(['one', 'two']);
  });
});
