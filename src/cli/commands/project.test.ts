import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readNpyFloat32, writeNpy, type NpyData } from '../../core/formats/npy';
import { clouds } from '../../core/map/sample-data';
import { interruptCli, runCli as cli } from '../testing/run-cli';

let root = '';
const at = (name: string): string => path.join(root, name);

const printed = z.object({
  points: z.number(),
  from: z.number(),
  dims: z.number(),
  metric: z.string(),
  trustworthiness: z.number().nullable(),
  neighboursKept: z.number().nullable(),
  explainedVariance: z.array(z.number()),
  neighbours: z.object({ exact: z.boolean(), recall: z.number() }),
  columns: z.array(z.string()),
  notes: z.array(z.string()),
});

async function project(file: string, ...more: string[]): Promise<z.infer<typeof printed>> {
  const { code, out, err } = await cli(
    'project',
    '--in',
    at(file),
    '--out',
    at('map.npy'),
    '--json',
    ...more,
  );
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
  return printed.parse(JSON.parse(out));
}

const written = async (): Promise<{ shape: readonly number[]; data: Float32Array }> =>
  readNpyFloat32(await readFile(at('map.npy')));

async function npy(name: string, shape: number[], data: NpyData): Promise<void> {
  await writeFile(at(name), writeNpy({ shape, data }));
}

async function refused(file: string, sentence: RegExp, ...more: string[]): Promise<void> {
  const { code, out, err } = await cli('project', '--in', at(file), '--out', at('map.csv'), ...more);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(sentence);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-project-test-'));
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('project', () => {
  it('maps doubles as it maps singles, and writes the distortion beside the places', async () => {
    const { vectors } = clouds(200, 6, 4, 1);
    await npy('singles.npy', [200, 6], vectors);
    await npy('doubles.npy', [200, 6], Float64Array.from(vectors));
    const one = await project('singles.npy');
    const { data } = await written();
    expect(one).toMatchObject({ points: 200, from: 6, dims: 3, metric: 'euclidean' });
    expect(one.neighbours).toMatchObject({ exact: true, recall: 1 });
    expect(await project('doubles.npy')).toMatchObject({ neighboursKept: one.neighboursKept });
    expect((await written()).data).toEqual(data);
    const { out } = await cli('project', '--in', at('singles.npy'), '--out', at('map.csv'));
    expect(out).toMatch(/^neighbours kept 0\.\d{3} \(of 15, all points\)$/m);
    const rows = parse<Record<string, string>>(await readFile(at('map.csv'), 'utf8'), { columns: true });
    expect(Object.keys(rows[0]!)).toEqual(expect.arrayContaining(['index', 'x', 'y', 'z', 'distortion']));
    const about = JSON.parse(await readFile(at('map.csv.json'), 'utf8')) as unknown;
    expect(about).toMatchObject({
      data: 'singles.npy',
      dataFingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      columns: ['index', 'x', 'y', 'z', 'distortion'],
      map: { method: 'umap', settings: { neighbors: 15, minDist: 0.1, seed: 0 } },
      sha256: createHash('sha256')
        .update(await readFile(at('map.csv')))
        .digest('hex'),
    });
    const mean = rows.reduce((sum, row) => sum + Number(row['distortion']), 0) / 200;
    expect(mean).toBeCloseTo(1 - one.neighboursKept!, 5);
  });

  it('maps odd sets: one point, two, few, all the same, constant dimensions, one and two dimensions', async () => {
    const wave = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(i * i));
    const sets: [number, number, Float32Array][] = [
      [1, 3, wave(3)],
      [2, 3, wave(6)],
      [9, 3, wave(27)],
      [40, 4, new Float32Array(160).fill(7)],
      [40, 4, wave(160).map((x, i) => (i % 4 < 3 ? 5 : x))],
      [40, 1, wave(40)],
      [40, 2, wave(80)],
    ];
    for (const [n, d, data] of sets) {
      await npy('odd.npy', [n, d], data);
      for (const options of [[], ['--method', 'pca', '--dims', '2'], ['--neighbors', '200', '--dims', '2']]) {
        const made = await project('odd.npy', ...options);
        expect(made).toMatchObject({ points: n, from: d });
        const { shape, data: places } = await written();
        expect(shape).toEqual([n, made.dims]);
        expect(places.every(Number.isFinite)).toBe(true);
        expect(made.explainedVariance).toHaveLength(options[1] === 'pca' ? 2 : 0);
      }
    }
    await npy('few.npy', [9, 3], wave(27));
    expect((await project('few.npy')).notes).toEqual([
      'There are only 9 points, so 9 neighbours were used instead of 15.',
    ]);
  });

  it('maps a table from elsewhere, by cosine too', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(i * i), Math.sin(3 * i)]);
    await writeFile(at('foreign.csv'), ['a,b,c', ...lines.map((line) => line.join())].join('\n'));
    expect(await project('foreign.csv', '--metric', 'cosine')).toMatchObject({
      from: 3,
      metric: 'cosine',
      columns: ['a', 'b', 'c'],
    });
    await writeFile(at('places.csv'), ['x,y,z', ...lines.map((line) => line.join())].join('\n'));
    expect((await project('places.csv')).columns).toEqual(['x', 'y', 'z']);
  });

  it('takes the columns and the label that are asked for, and says what was taken', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => [
      Math.sin(i),
      Math.cos(i),
      i % 7,
      i % 2 === 0 ? 'a' : 'b',
    ]);
    await writeFile(at('asked.csv'), ['v_0,v_1,age,kind', ...lines.map((line) => line.join())].join('\n'));
    const asked = ['--columns', 'v_*,age', '--label', 'kind', '--json'];
    const { out, err } = await cli(
      'project',
      '--in',
      at('asked.csv'),
      '--out',
      at('asked-map.csv'),
      ...asked,
    );
    expect(JSON.parse(out)).toMatchObject({
      columns: ['v_0', 'v_1', 'age'],
      taken: 'Vectors: v_0, v_1, age; label: kind.',
      roles: { label: { column: 'kind', reason: 'it was chosen' }, doubts: [] },
    });
    expect(err).not.toMatch(/could belong/);
    const rows = parse<Record<string, string>>(await readFile(at('asked-map.csv'), 'utf8'), {
      columns: true,
    });
    expect(Object.keys(rows[0]!)).toEqual(['index', 'label', 'label_name', 'x', 'y', 'z', 'distortion']);
    expect(rows[1]).toMatchObject({ label: '1', label_name: 'b' });
    await refused('asked.csv', /There is no column "w\*": it has v_0, v_1, age, kind/, '--columns', 'w*');
  });

  it('says when vectors are very small, and when they are equal', async () => {
    const { vectors } = clouds(60, 5, 3, 2);
    await npy('plain.npy', [60, 5], vectors);
    const plain = await project('plain.npy');
    const power = 2 ** -100;
    await npy(
      'tiny.npy',
      [60, 5],
      vectors.map((value) => value * power),
    );
    const tiny = await project('tiny.npy');
    expect(tiny.notes.join(' ')).toMatch(/very small: they were multiplied by 2\^\d+ before distances/);
    expect(tiny.trustworthiness).toBeCloseTo(plain.trustworthiness!, 1);
    expect(tiny.neighboursKept).toBeCloseTo(plain.neighboursKept!, 1);
    await npy('equal.npy', [40, 3], new Float32Array(120).fill(7));
    expect((await project('equal.npy')).notes.join(' ')).toMatch(/All 40 vectors are equal/);
    await npy(
      'most.npy',
      [40, 2],
      Float32Array.from({ length: 80 }, (_, i) => Math.floor(i / 2) % 2),
    );
    expect((await project('most.npy')).notes.join(' ')).toMatch(/of 40 there are 2 different ones/);
  });

  it('says in one sentence what cannot be mapped', async () => {
    await npy('nan.npy', [3, 2], Float32Array.of(1, 2, 3, 4, Number.NaN, 6));
    await refused(
      'nan.npy',
      /^Vector 2 in .*nan\.npy holds a value that is not a finite number in dimension 0/,
    );
    await npy('huge.npy', [2, 1], Float64Array.of(1, 1e30));
    await refused('huge.npy', /^Vector 1 holds a number beyond 1e18/);
    await npy('zero.npy', [3, 2], Float32Array.of(1, 2, 0, 0, 5, 6));
    await refused('zero.npy', /^Vector 1 is all zeros .* use the Euclidean metric/, '--metric', 'cosine');
    await npy('flat.npy', [6], new Float32Array(6));
    await refused('flat.npy', /holds an array of shape \[6\], but vectors are \[n, dimensions\]/);
    await npy('none.npy', [4, 0], new Float32Array(0));
    await refused('none.npy', /holds an array of shape \[4, 0\], but vectors are/);
    await npy('empty.npy', [0, 5], new Float32Array(0));
    await refused('empty.npy', /holds no vectors: its array has the shape \[0, 5\]/);
    await writeFile(at('text.md'), 'a');
    await refused('text.md', /must end in \.npy, \.npz, \.csv, \.tsv, \.parquet, \.safetensors/);
    await refused('gone.npy', /gone\.npy/);
    await npy('map.npy', [3, 2], new Float32Array(6));
    const over = await cli('project', '--in', at('map.npy'), '--out', at('map.npy'));
    expect(over).toEqual({
      code: 2,
      out: '',
      err: `${at('map.npy')} holds the vectors that are read: name another file to write.\n`,
    });
  });

  it('ends on Ctrl-C with 130 and leaves nothing', async () => {
    await npy(
      'many.npy',
      [40, 3],
      Float32Array.from({ length: 120 }, (_, i) => (i * i) % 17),
    );
    const before = await readdir(root);
    const ended = await interruptCli('project', '--in', at('many.npy'), '--out', at('ended.csv'));
    expect(ended).toEqual({ code: 130, out: '', err: '' });
    expect(await readdir(root)).toEqual(before);
  });
});

it('takes labels from a file of their own, which go into the CSV with all columns beside them', async () => {
  await npy(
    'pair.npy',
    [6, 3],
    Float32Array.from({ length: 18 }, (_, i) => Math.sin(i)),
  );
  await writeFile(at('pair.csv'), 'kind,age\nb,1\na,2\nb,3\na,4\nb,5\n,6\n');
  const argv = ['project', '--in', at('pair.npy'), '--out', at('pair-map.csv'), '--neighbors', '3'];
  const { code, err } = await cli(...argv, '--labels', at('pair.csv'), '--label', 'kind');
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
  const rows = parse(await readFile(at('pair-map.csv'), 'utf8'));
  expect(rows[0]).toEqual(['index', 'label', 'label_name', 'x', 'y', 'z', 'age', 'distortion']);
  expect(rows.slice(1).map((row) => [row[2], row[6]])).toEqual([
    ['b', '1'],
    ['a', '2'],
    ['b', '3'],
    ['a', '4'],
    ['b', '5'],
    ['', '6'],
  ]);
  await writeFile(at('short.csv'), 'kind\na\nb\n');
  await refused(
    'pair.npy',
    /short\.csv has 2 rows|short\.csv has 3 rows for 6 vectors/,
    '--labels',
    at('short.csv'),
  );
});
