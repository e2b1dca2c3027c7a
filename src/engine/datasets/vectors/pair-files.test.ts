import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../core/formats/npy';
import { readVectors } from './read-vectors';
import { createEngine, type Engine } from '../../engine';
import { failure } from '../../testing/user-failure';

let root = '';
let engine: Engine;
const at = (name: string): string => path.join(root, name);
const vectors = Float32Array.from({ length: 18 }, (_, i) => Math.fround(Math.sin(i * 7) * 3));
const npy = writeNpy({ shape: [6, 3], data: vectors });

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-pairs-'));
  engine = createEngine({ emit: () => undefined });
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
});

const write = async (files: Record<string, string | Uint8Array>): Promise<string[]> => {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), content);
  }
  return Object.keys(files).map(at);
};
const pair = (paths: string[]) => engine.call('vectors.pair', { paths });
const open = (name: string, labels: string[] = []) =>
  engine.call('space.import', { path: at(name), labels: labels.map(at) });
const labelsOf = async (name: string, labels: string[] = []) => {
  const { embedding, missing } = await open(name, labels);
  return {
    labels: Array.from(embedding.labels, (label) => embedding.labelNames[label] ?? ''),
    mu: [...embedding.mu],
    missing: missing.join(' '),
  };
};
const lines = (values: readonly unknown[]): string => values.map((value) => `${String(value)}\n`).join('');
const words = ['a', 'b', 'a', 'c', 'b', 'a'];

describe('files that are dropped together', () => {
  it.each<[string, Record<string, string | Uint8Array>]>([
    ['an array and labels in CSV', { 'p1/labels.csv': `label\n${lines(words)}`, 'p1/x.npy': npy }],
    [
      'an array and labels in CSV of pandas',
      { 'p2/labels.csv': `,kind\n${lines(words.map((w, i) => `${i},${w}`))}`, 'p2/x.npy': npy },
    ],
    [
      'an array and a table of which one column alone repeats its texts',
      {
        'p9/about.csv': `id,kind,age\n${lines(words.map((w, i) => `n${i},${w},${i / 2}`))}`,
        'p9/x.npy': npy,
      },
    ],
    ['an array and a list of words', { 'p3/words.txt': lines(words), 'p3/x.npy': npy }],
    [
      'the Projector’s pair',
      {
        'p4/metadata.tsv': lines(words),
        'p4/vectors.tsv': lines(
          Array.from({ length: 6 }, (_, i) => vectors.subarray(i * 3, i * 3 + 3).join('\t')),
        ),
      },
    ],
    [
      'a table of few numbers',
      { 'p5/metadata.csv': `label,size\n${lines(words.map((w, i) => `${w},${i / 2}`))}`, 'p5/x.npy': npy },
    ],
    [
      'labels in JSON Lines',
      { 'p6/y.jsonl': lines(words.map((label) => JSON.stringify({ label }))), 'p6/x.npy': npy },
    ],
  ])('are told apart: %s', async (_, files) => {
    const [labels, x] = await write(files);
    const found = await pair([labels!, x!]);
    expect(found).toEqual({ vectors: x, images: null, labels: [labels], columns: null });
    const opened = await labelsOf(path.relative(root, x!), [path.relative(root, labels!)]);
    expect(opened).toMatchObject({ labels: words, mu: [...vectors] });
    expect(opened.missing).not.toMatch(/no labels/);
  });

  it('are labels in an array: whole numbers to the last digit, and texts', async () => {
    const large = BigInt64Array.from([2n ** 60n, 2n ** 60n + 1n, 2n ** 60n, 5n, 5n, 5n]);
    const header = `{'descr': '<i8', 'fortran_order': False, 'shape': (6,), }`.padEnd(117);
    const file = Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]),
      Buffer.from(`${header}\n`),
      Buffer.from(large.buffer),
    ]);
    await write({ 'i8/labels.npy': file, 'i8/emb.npy': npy });
    expect(await pair([at('i8/labels.npy'), at('i8/emb.npy')])).toMatchObject({
      labels: [at('i8/labels.npy')],
    });
    expect((await labelsOf('i8/emb.npy', ['i8/labels.npy'])).labels).toEqual(Array.from(large, String));
  });

  it('say in a sentence about vectors why they do not go together', async () => {
    await write({
      'no/a.npy': npy,
      'no/b.npy': npy,
      'no/labels.csv': 'label\nx\ny\n',
      'no/y.npy': writeNpy({ shape: [5], data: vectors.slice(0, 5) }),
      'no/words.csv': lines(words),
    });
    const refused = (...names: string[]) => failure(pair(names.map((name) => at(`no/${name}`))));
    expect(await refused('a.npy', 'labels.csv')).toMatch(
      /labels\.csv has 2 rows under its header for 6 vectors/,
    );
    expect(await refused('a.npy', 'b.npy')).toMatch(/a\.npy and b\.npy both hold vectors \(6 and 6\)/);
    expect(await refused('y.npy', 'words.csv')).toMatch(/None of y\.npy and words\.csv holds vectors/);
    expect(await refused('y.npy')).toMatch(/y\.npy has 5 rows for 6 points/);
  });

  it('are this app’s own export for the Projector', async () => {
    await write({ 'own/t.csv': `label,v_0,v_1\n${lines(words.map((w, i) => `"${w}, ""x""",${i},${-i}`))}` });
    const before = await labelsOf('own/t.csv');
    await engine.call('export.embedding', { path: at('own/out.tsv'), format: 'projector' });
    const files = ['own/out.tsv', 'own/out.metadata.tsv'];
    expect(await readdir(at('own'))).toEqual(expect.arrayContaining(['out.tsv', 'out.metadata.tsv']));
    // The map that is open has as many points, but two files are no table for it.
    const found = await pair(files.map(at));
    expect(found).toEqual({
      vectors: at('own/out.tsv'),
      images: null,
      labels: [at('own/out.metadata.tsv')],
      columns: null,
    });
    expect(await labelsOf('own/out.tsv', ['own/out.metadata.tsv'])).toEqual(before);
  });
});

describe('more kinds of vectors', () => {
  it.each<[string, string | Uint8Array]>([
    [
      'k.npz',
      zipSync({
        'emb.npy': npy,
        'labels.npy': writeNpy({ shape: [6], data: Int32Array.of(3, 1, 3, 2, 1, 3) }),
      }),
    ],
    [
      'k.txt',
      Buffer.from(
        `\uFEFFlabel\ta\tb\tc\n${lines([3, 1, 3, 2, 1, 3].map((label, i) => `${label}\t${vectors.subarray(i * 3, i * 3 + 3).join('\t')}`))}`,
        'utf16le',
      ),
    ],
    [
      'k.jsonl',
      lines(
        [3, 1, 3, 2, 1, 3].map((label, i) =>
          JSON.stringify({ label, e: [...vectors.subarray(i * 3, i * 3 + 3)] }),
        ),
      ),
    ],
    [
      'k.vec',
      `6 3\n${lines([3, 1, 3, 2, 1, 3].map((word, i) => `${word} ${vectors.subarray(i * 3, i * 3 + 3).join(' ')}`))}`,
    ],
  ])('open to the very same numbers: %s', async (name, content) => {
    await write({ [name]: content });
    expect(await labelsOf(name)).toMatchObject({ labels: ['3', '1', '3', '2', '1', '3'], mu: [...vectors] });
  });

  it('open without an array of other values, which is said', async () => {
    const odd = Buffer.from(Buffer.from(npy).toString('latin1').replace("'<f4'", "'<M4'"), 'latin1');
    await write({
      'odd.npz': zipSync({ 'emb.npy': npy, 'days.npy': odd }),
      'none.npz': zipSync({ 'days.npy': odd }),
    });
    const { vectors: read, notes } = await readVectors(at('odd.npz'));
    expect(read).toEqual(vectors);
    expect(notes).toEqual([
      expect.stringMatching(/^The array "days" is left out: it holds values of type "<M4"/),
    ]);
    expect(await failure(open('none.npz'))).toMatch(/The array "days" is left out/);
  });

  it('that hold none say so', async () => {
    const images = writeNpy({ shape: [2, 8, 8], data: new Uint8Array(128) });
    await write({ 'img.npz': zipSync({ 'x.npy': images }), 'odd.jsonl': '{"v": [1, 2]}\n{"v": [1]}\n' });
    expect(await failure(open('img.npz'))).toMatch(
      /holds images and no vectors \(x \[2, 8, 8\]\): save them alone/,
    );
    expect(await failure(open('odd.jsonl'))).toMatch(/row 1 of the column "v" has 1 numbers/);
  });
});

describe('a table for the map that is open', () => {
  const header = 'file,label,v_0,v_1';
  const rows = words.map((w, i) => `${w}/${i}.png,${w},${i},${-i}`);
  const openMap = async () => {
    await write({ 'map/t.csv': `${header}\n${lines(rows)}` });
    const { embedding } = await open('map/t.csv');
    const map = await engine.call('space.map', { neighbors: 3 });
    return { embedding, map };
  };

  it('adds its columns, and every point stays in its place', async () => {
    const { map } = await openMap();
    await write({
      'map/site.csv': `site,age\n${lines(words.map((w, i) => `${w.toUpperCase()},${i + 0.5}`))}`,
    });
    const found = await pair([at('map/site.csv')]);
    expect(found.columns).toEqual({
      path: at('map/site.csv'),
      names: ['site', 'age'],
      match: { by: 'row', key: null, matched: 6, unused: 0 },
      points: 6,
    });
    const { columns, added, fingerprint, notes } = await engine.call('space.addColumns', {
      path: at('map/site.csv'),
    });
    expect([added, notes]).toEqual([['site', 'age'], []]);
    expect(columns).toEqual([
      { kind: 'text', name: 'site', values: ['A', 'B', 'A', 'C', 'B', 'A'] },
      { kind: 'number', name: 'age', values: Float32Array.of(0.5, 1.5, 2.5, 3.5, 4.5, 5.5) },
    ]);
    await engine.call('export.csv', { path: at('map/out.csv') });
    const [head, first] = (await readFile(at('map/out.csv'), 'utf8')).split('\r\n');
    expect(head).toBe('index,label,label_name,file,mu_0,mu_1,x,y,z,site,age');
    expect(
      first!
        .split(',')
        .slice(6, 9)
        .map((cell) => Math.fround(Number(cell))),
    ).toEqual([...map.positions.subarray(0, 3)]);
    // The same once more gets names of its own; others than these are refused.
    const again = await engine.call('space.addColumns', { path: at('map/site.csv'), fingerprint });
    expect(again.added).toEqual(['site (2)', 'age (2)']);
    await write({ 'map/site.csv': `site,age\n${lines(words.map((w) => `${w},1`))}` });
    const changed = engine.call('space.addColumns', { path: at('map/site.csv'), fingerprint });
    expect(await failure(changed)).toMatch(/are not those that were in the map: they have changed/);
  });

  it('is matched by file name or by number, and what is left over is said', async () => {
    await openMap();
    await write({ 'map/by-file.csv': 'image,score\nb/4.png,4\na/0.png,0\nx/9.png,9\nc/3.png,3\n' });
    const byFile = await engine.call('space.addColumns', { path: at('map/by-file.csv') });
    expect(byFile.match).toEqual({ by: 'file', key: 'image', matched: 3, unused: 1 });
    expect(byFile.columns.at(-1)).toEqual({
      kind: 'number',
      name: 'score',
      values: Float32Array.of(0, NaN, NaN, 3, 4, NaN),
    });
    expect(byFile.notes).toEqual([
      '3 of 6 points have no row in it, and nothing in these columns.',
      '1 of its rows belongs to no point and is left aside.',
    ]);
    await write({ 'map/by-index.csv': 'index,cluster\n5,p\n0,q\n' });
    const byIndex = await engine.call('space.addColumns', { path: at('map/by-index.csv') });
    expect(byIndex.match).toEqual({ by: 'index', key: 'index', matched: 2, unused: 0 });
    expect(byIndex.columns.at(-1)).toMatchObject({ values: ['q', '', '', '', '', 'p'] });
  });

  it('takes of this app’s own table only what is new in it', async () => {
    await openMap();
    await engine.call('export.csv', { path: at('map/own.csv') });
    const text = (await readFile(at('map/own.csv'), 'utf8')).trimEnd().split('\r\n');
    await write({
      'map/own2.csv': text.map((line, i) => `${line},${i === 0 ? 'cluster' : `k${i}`}`).join('\r\n'),
    });
    const { added, notes } = await engine.call('space.addColumns', { path: at('map/own2.csv') });
    expect(added).toEqual(['cluster']);
    expect(notes.join(' ')).toMatch(/its columns are left aside, for the map has its own/);
  });

  it('that does not fit says so with both counts, and vectors that do not fit open as ever', async () => {
    await openMap();
    await write({
      'map/short.csv': 'site\nn\ns\n',
      'map/other.npy': writeNpy({ shape: [4, 3], data: vectors.slice(0, 12) }),
    });
    expect(await failure(pair([at('map/short.csv')]))).toMatch(
      /short\.csv has 2 rows|short\.csv has 3 rows for 6 points/,
    );
    expect(await pair([at('map/other.npy')])).toMatchObject({ vectors: at('map/other.npy'), columns: null });
  });
});

it('vectors are copied with the labels that were chosen with them', async () => {
  await write({
    'one/x.npy': npy,
    'two/x.npy': writeNpy({ shape: [6], data: Int32Array.of(1, 2, 1, 2, 1, 2) }),
  });
  const { fingerprint } = await open('one/x.npy', ['two/x.npy']);
  const copied = await engine.call('vectors.copy', {
    path: at('one/x.npy'),
    labels: [at('two/x.npy')],
    fingerprint,
    folder: at('copy'),
  });
  expect(copied).toEqual({
    path: at('copy/x.npy'),
    labels: [at('copy/labels-0-x.npy')],
    leftOut: 0,
  });
  const again = await engine.call('space.import', { ...copied, fingerprint });
  expect(again.embedding.labelNames).toEqual(['1', '2']);
});

const python = process.env['LATENT_ATELIER_PYTHON'];
const MADE = `
import sys, numpy as np, pandas as pd
out = sys.argv[1]
X = np.random.default_rng(0).normal(size=(6, 3)).astype(np.float32); words = list('abacba')
np.savez(out + '/stored.npz', X=X, y=np.array([0, 1, 0, 2, 1, 0]) + 2**40)
np.savez_compressed(out + '/packed.npz', embeddings=X.astype(np.float64), labels=np.array([0, 1, 0, 2, 1, 0], np.int8))
np.save(out + '/x.npy', np.asfortranarray(X)); np.save(out + '/y.npy', np.array([0, 1, 0, 2, 1, 0]))
pd.DataFrame({'kind': words, 'age': np.arange(6) / 2}).to_csv(out + '/labels.csv')
pd.DataFrame({'embedding': [list(map(float, v)) for v in X], 'label': words}).to_json(out + '/rows.jsonl', orient='records', lines=True, double_precision=15)
`;
const READ = `
import sys, numpy as np, pandas as pd
out = sys.argv[1]; X = np.load(out + '/x.npy')
assert (np.load(out + '/back.npy') == X).all()
t = pd.read_csv(out + '/back.csv')
assert (t[['mu_0', 'mu_1', 'mu_2']].to_numpy(np.float32) == X).all() and 'split' not in t
assert list(t['label_name']) == list('abacba') and (t['age'] == np.arange(6) / 2).all()
`;

describe.runIf(python !== undefined)('files of NumPy and pandas', () => {
  it('are paired as they were meant, and come back to them', async () => {
    const run = promisify(execFile);
    const folder = at('numpy');
    await mkdir(folder);
    await run(python!, ['-c', MADE, folder]);
    const { mu } = (await open('numpy/x.npy')).embedding;
    for (const [name, labels, classes] of [
      ['stored.npz', [], [0, 1, 2].map((i) => String(2 ** 40 + i))],
      ['packed.npz', [], ['0', '1', '2']],
      ['x.npy', ['numpy/y.npy'], ['0', '1', '2']],
      ['rows.jsonl', [], ['a', 'b', 'c']],
      ['x.npy', ['numpy/labels.csv'], ['a', 'b', 'c']],
    ] as const) {
      const { embedding } = await open(`numpy/${name}`, [...labels]);
      expect([embedding.mu, embedding.labelNames], name).toEqual([mu, classes]);
      expect([...embedding.labels], name).toEqual([0, 1, 0, 2, 1, 0]);
    }
    await engine.call('export.csv', { path: at('numpy/back.csv') });
    await engine.call('export.embedding', { path: at('numpy/back.npy'), format: 'npy' });
    await run(python!, ['-c', READ, folder]);
  });
});
