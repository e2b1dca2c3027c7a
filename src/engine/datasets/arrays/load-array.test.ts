import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy, type NpyData } from '../../../core/formats/npy';
import { failure } from '../../testing/user-failure';
import { loadArray } from './load-array';

let root = '';
const at = (name: string): string => path.join(root, name);
const context = { onProgress: () => undefined, signal: new AbortController().signal };
const write = (name: string, shape: number[], data: NpyData) =>
  writeFile(at(name), writeNpy({ shape, data }));
const load = (name: string, labels: string | null = null, options = {}) =>
  loadArray({ images: at(name), labels: labels === null ? null : at(labels) }, options, context);
/** Images whose pixels all have one value. */
const flat = (n: number, size: number, valueOf: (i: number) => number): number[] =>
  Array.from({ length: n * size }, (_, at) => valueOf(Math.floor(at / size)));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-arrays-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('an array of images', () => {
  it('is taken as it is: bytes of its own side, with a label for each', async () => {
    await write('a.npy', [10, 16, 16], Uint8Array.from(flat(10, 256, (i) => 20 * i + 5)));
    await writeFile(at('y.csv'), `label\n${'cat\ndog\n'.repeat(5)}`);
    const data = await load('a.npy', 'y.csv');
    expect(data).toMatchObject({ side: 16, channels: 1, labelNames: ['cat', 'dog'], leftOut: [] });
    expect([data.train.n, data.test.n]).toEqual([8, 2]);
    for (const { n, pixels, files, labels } of [data.train, data.test]) {
      for (let row = 0; row < n; row++) {
        const i = Number(files[row]!.split('#')[1]);
        expect([pixels[row * 256], labels[row]]).toEqual([20 * i + 5, i % 2]);
      }
    }
    expect(data.notes.join(' ')).toMatch(
      /shape \[10, 16, 16\] is taken as 10 images of 16 by 16 pixels, grey/,
    );
  });

  it('has its labels matched by name or number, and of several columns the label', async () => {
    await write('o.npy', [10, 16, 16], Uint8Array.from(flat(10, 256, (i) => 20 * i + 5)));
    const order = [3, 1, 0, 2, 9, 8, 7, 6, 5, 4];
    const rows = (of: (i: number) => string) => order.map((i) => `${of(i)},${i},k${i % 2}`).join('\n');
    await writeFile(at('index.csv'), `index,age,label\n${rows(String)}\n`);
    await writeFile(at('names.csv'), `file,age,label\n${rows((i) => `o.npy#${i}`)}\n`);
    for (const table of ['index.csv', 'names.csv']) {
      for (const data of [
        await load('o.npy', table),
        await load('o.npy', null, { labels: { from: 'file', path: at(table) } }),
      ]) {
        expect(data.labelNames).toEqual(['k0', 'k1']);
        for (const { files, labels } of [data.train, data.test])
          expect([...labels]).toEqual(files.map((file) => Number(file.split('#')[1]) % 2));
        expect(data.notes.join(' ')).toMatch(/another order than the images, and were matched by its column/);
        expect(data.notes.join(' ')).toMatch(
          /Labels are taken from \w+\.csv \(label\), and .*age left aside/,
        );
      }
    }
    const named = load('o.npy', null, { labels: { from: 'names', pattern: '{label}_#' } });
    expect(await failure(named)).toMatch(/no file names of their own, so no pattern tells their labels/);
  });

  it('has its floats, its channels and its size said', async () => {
    const halves = Float32Array.from(flat(4, 3 * 20 * 20, (i) => i / 4));
    await write('f.npy', [4, 3, 20, 20], halves);
    const data = await load('f.npy', null, { side: 16 });
    expect(data).toMatchObject({ side: 16, channels: 3 });
    const all = [...data.train.files, ...data.test.files].map((file) => Number(file.split('#')[1]));
    const pixels = [...data.train.pixels, ...data.test.pixels];
    all.forEach((i, row) => expect(pixels[row * 768]).toBe(Math.round((i * 255) / 4)));
    const said = data.notes.join(' ');
    expect(said).toMatch(/its channels before its pixels/);
    expect(said).toMatch(/lie between 0 and 1: 0 is taken for black and 1 for white/);
    expect(said).toMatch(/are made 16 by 16 pixels/);
  });

  it('leaves out what is no number, and refuses labels of another number and arrays of vectors', async () => {
    const values = Float64Array.from(flat(5, 256, (i) => i * 100));
    values[300] = NaN;
    await write('g.npy', [5, 16, 16], values);
    const data = await load('g.npy');
    expect(data.leftOut).toEqual([
      { file: 'g.npy#1', reason: 'it holds a value that is not a finite number' },
    ]);
    expect(data.train.n + data.test.n).toBe(4);
    expect(data.notes.join(' ')).toMatch(/between 0 and 400: the least is taken for black/);
    await writeFile(at('short.csv'), 'label\na\nb\n');
    expect(await failure(load('g.npy', 'short.csv'))).toMatch(
      /short\.csv has 2 rows under its header for 5 images/,
    );
    await write('v.npy', [5, 16], new Float32Array(80));
    expect(await failure(load('v.npy'))).toMatch(/shape \[5, 16\], and images are \[n, height, width\]/);
  });
});
