import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../core/formats/npy';
import { failure } from '../../testing/user-failure';
import { lines, npy, vectorFolder, vectors, words } from './testing/vector-folder';

const { root, engine, at, write, open, labelsOf, close } = vectorFolder();
afterAll(close);
const pair = (paths: string[]) => engine.call('vectors.pair', { paths });

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
