import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DataOptions } from '../src/contract/dataset';
import { createEngine, type Engine } from '../src/engine/engine';
import { makeSamples } from './samples';

let folder = '';
let engine: Engine;
beforeAll(async () => {
  engine = createEngine({ emit: () => undefined });
  folder = await makeSamples('images/make_folders.py', ['numpy', 'tifffile', 'PIL']);
});
afterAll(async () => {
  await engine.shutdown();
  await rm(folder, { recursive: true, force: true });
});

/** What a person expects of a folder. */
interface Expected {
  /** Each class and its images. */
  classes?: Record<string, number>;
  images: number;
  /** Images for training and for testing, where the folders say which. */
  split?: [number, number];
  /** All that is left out, in its order; nothing when it is not said. */
  leftOut?: string[];
  /** A sentence among the notes besides those of the size and of the same pictures; no other when it is not said. */
  says?: RegExp;
  /** Images with the bytes of another, and pairs that are among them. */
  duplicates?: number;
  pairs?: [string, string][];
}

const junk = [
  ...['$RECYCLE.BIN/', '.ipynb_checkpoints/', '@eaDir/', '__MACOSX/', '__pycache__/', 'cat/@eaDir/'],
  ...['cat/Thumbs.db', 'cat/desktop.ini', 'dog/.DS_Store', 'dog/@eaDir/', 'lost+found/', 'thumbs/'],
];
const odd = ['-1', '007', '1e5', '=SUM(A1)', 'NA', 'None', 'a,b "c"', 'line\nbreak', 'null', 'true', '😀'];
const parts =
  /^The folders say: train for training, test and val for testing; their subfolders are the classes\.$/;

const expectations: [name: string, options: DataOptions, expected: Expected][] = [
  ['A', {}, { classes: { cat: 12, dog: 12 }, images: 24, leftOut: junk }],
  ['B', {}, { classes: { 1: 5, 2: 5, 9: 5, 10: 5 }, images: 20 }],
  ['C', {}, { classes: { ...Object.fromEntries(odd.map((name) => [name, 5])), café: 10 }, images: 65 }],
  ['D1', {}, { images: 1 }],
  ['D2', {}, { images: 2 }],
  ['D3', {}, { classes: { c0: 1, c1: 1, c2: 1 }, images: 3 }],
  ['E', {}, { classes: { x: 18, y: 18 }, images: 36, split: [12, 24], says: parts }],
  [
    'E2',
    {},
    { classes: { x: 18, y: 18 }, images: 36, split: [12, 24], leftOut: ['samples/a.png'], says: parts },
  ],
  [
    'F',
    {},
    {
      classes: { cat: 6, dog: 6 },
      images: 12,
      says: /^Everything lies in the folder dataset, which was looked/,
    },
  ],
  [
    'G',
    {},
    {
      classes: { images: 20 },
      images: 20,
      leftOut: ['labels.csv'],
      says: /^Labels may also be in labels\.csv: choose it/,
    },
  ],
  [
    'G',
    { labels: { from: 'file', path: 'labels.csv' } },
    {
      classes: { a: 10, b: 10 },
      images: 20,
      says: /^Labels are read from labels\.csv: label, by filename; 20 of 20 images have a row\.$/,
    },
  ],
  ['H', {}, { images: 20 }],
  [
    'H',
    { labels: { from: 'names', pattern: '{label}_#' } },
    { classes: { cat: 10, dog: 10 }, images: 20, says: /20 of 20 fit it/ },
  ],
  [
    'I',
    {},
    {
      classes: { images: 10, masks: 10 },
      images: 20,
      says: /^"masks" has files called like those of "images" and may hold their masks: leave the class "masks" out/,
    },
  ],
  [
    'J',
    {},
    { images: 30, duplicates: 29, says: /^30 of 30 images looked at are nearly of one colour: check/ },
  ],
  ['J0', {}, { images: 30, duplicates: 29, says: /^30 of 30 images looked at are nearly black: check/ }],
  ['K', {}, { images: 30, says: /^30 of 30 images looked at are nearly black, .*: choose other levels/ }],
  [
    'K',
    { levels: 'percentile' },
    {
      images: 30,
      says: /^Levels by 0\.1 to 99\.9 % of the numbers in 30 files: 10\d is black and 409\d white/,
    },
  ],
  ['L', {}, { images: 30, duplicates: 22, says: /Choose the ground white, or invert light and dark\.$/ }],
  ['L', { ground: 'white' }, { images: 30, duplicates: 22 }],
  [
    'M',
    {},
    {
      images: 13,
      duplicates: 2,
      pairs: [
        ['A.PNG', 'b.jpg'],
        ['0.png', 'duplicate_of_0.png'],
      ],
    },
  ],
];

it('no sample is forgotten', async () => {
  expect([...new Set(expectations.map(([name]) => name))].sort()).toEqual((await readdir(folder)).sort());
});

it.each(expectations)('%s %o', async (name, options, expected) => {
  const source = { kind: 'folder', path: path.join(folder, name) } as const;
  const data = await engine.call('data.describe', { source, options, latent: 8 });
  const { classes = {}, images, leftOut = [], says = null, duplicates = 0, pairs = [] } = expected;
  const counts = data.classes.map((each) => [each.name, each.train + each.test] as const);
  // In their order, which is by number where all are numbers.
  expect(counts).toEqual(expect.arrayContaining(Object.entries(classes)));
  expect(counts).toHaveLength(Object.keys(classes).length);
  expect(data.train + data.test).toBe(images);
  const { split = [data.train, data.test] } = expected;
  expect([data.train, data.test]).toEqual(split);
  expect(data.leftOut.map(({ file }) => file)).toEqual(leftOut);
  expect(data.duplicates.images).toBe(duplicates);
  const found = data.duplicates.pairs.map(({ first, second }) => [first, second]);
  expect(found).toEqual(expect.arrayContaining(pairs));
  const known = /^Images are read at |the same bytes as another|^1 image lies beside these folders and was/;
  const others = data.notes.filter((note) => !known.test(note));
  expect(others).toEqual(says === null ? [] : [expect.stringMatching(says)]);
});

it('numbered classes are in the order of their numbers, and a first look says the same as a whole one', async () => {
  const source = { kind: 'folder', path: path.join(folder, 'B') } as const;
  const whole = await engine.call('data.describe', { source, options: {}, latent: 8 });
  expect(whole.classes.map(({ name }) => name)).toEqual(['1', '2', '9', '10']);
  const look = await engine.call('data.look', { source, options: {}, latent: 8 });
  expect(look.classes).toEqual(whole.classes);
});

it('names that may be labels, and a table of them, are offered', async () => {
  const look = (name: string) =>
    engine.call('data.look', {
      source: { kind: 'folder', path: path.join(folder, name) },
      options: {},
      latent: 8,
    });
  expect((await look('H')).choices.namePattern).toBe('{label}_#');
  expect((await look('G')).choices.labelFiles).toEqual(['labels.csv']);
});
