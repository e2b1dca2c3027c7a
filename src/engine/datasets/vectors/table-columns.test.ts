import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parquetReadObjects } from 'hyparquet';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../engine';
import { failure } from '../../testing/user-failure';

let root = '';
let engine: Engine;
const at = (name: string): string => path.join(root, name);
const N = 20;
const rows = Array.from({ length: N }, (_, i) => i);
const wave = (i: number, j: number): string => Math.sin(7 * i + j).toFixed(3);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-tables-'));
  engine = createEngine({ emit: () => undefined });
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
});

const open = (name: string, choice = {}) => engine.call('space.import', { path: at(name), choice });
const table = async (name: string, header: string, cells: (row: number) => string): Promise<void> => {
  const lines = rows.map((row) => [wave(row, 0), wave(row, 1), wave(row, 2), cells(row)].join());
  await writeFile(at(name), [`v_0,v_1,v_2,${header}`, ...lines].join('\n'));
};
const exported = async (): Promise<Record<string, string>[]> => {
  await engine.call('export.csv', { path: at('out.csv') });
  const [header = '', ...lines] = (await readFile(at('out.csv'), 'utf8')).trimEnd().split('\r\n');
  const names = header.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell])));
};

describe('the columns of a table', () => {
  it('go out as they came in: identifiers, leading zeros, time stamps, many digits', async () => {
    const big = 1234567890123456789n;
    const cells = (row: number): string =>
      [
        1234567890 + row,
        `-${big + BigInt(row)}`,
        String(row).padStart(4, '0'),
        1700000000123 + row,
        0.5603108927184169 + row,
        row,
      ].join();
    await table('numbers.csv', 'patient_id,snowflake,plate,stamp,score_a,age', cells);
    const { embedding, taken } = await open('numbers.csv');
    expect(taken).toBe(
      'Vectors: v_0, v_1, v_2; label: none; colours: patient_id, snowflake, plate and 3 more.',
    );
    const [id, , plate] = embedding.columns!;
    expect(id).toMatchObject({ kind: 'text', numbers: Float64Array.from(rows, (row) => 1234567890 + row) });
    expect(plate).toMatchObject({ kind: 'text', values: rows.map((row) => String(row).padStart(4, '0')) });
    const csv = await exported();
    expect(
      csv.map((row) =>
        [row['patient_id'], row['snowflake'], row['plate'], row['stamp'], row['score_a'], row['age']].join(),
      ),
    ).toEqual(rows.map(cells));
    await engine.call('export.embedding', { path: at('out.parquet'), format: 'parquet' });
    const bytes = await readFile(at('out.parquet'));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const parquet = await parquetReadObjects({ file });
    expect(parquet[3]).toMatchObject({
      patient_id: 1234567893n,
      snowflake: -(big + 3n),
      plate: '0003',
      stamp: 1700000000126n,
      score_a: 0.5603108927184169 + 3,
      age: 3,
    });
    // And again from there.
    const again = await engine.call('space.import', { path: at('out.parquet') });
    expect(again.embedding.columns).toEqual(embedding.columns);
  });

  it('keep the splits that they name', async () => {
    const split = (row: number): string => ['Train', 'val', 'holdout', 'test'][row % 4]!;
    await table('splits.csv', 'Split,label', (row) => `${split(row)},a`);
    const { embedding } = await open('splits.csv');
    expect([...embedding.isTest.subarray(0, 4)]).toEqual([0, 1, 1, 1]);
    expect(embedding.splits).toEqual(rows.map(split));
    expect((await exported()).map((row) => row['split'])).toEqual(rows.map(split));
  });

  it('keep the places they came with when the map is laid out again', async () => {
    await table('places.csv', 'x,y', (row) => `${row},${-row}`);
    const { map } = await open('places.csv');
    expect([...map!.positions.subarray(0, 4)]).toEqual([0, 0, 1, -1]);
    expect(Object.keys((await exported())[0]!).slice(-2)).toEqual(['x', 'y']);
    await engine.call('space.map', { neighbors: 5, dims: 2 });
    expect((await exported())[3]).toMatchObject({ x_given: '3', y_given: '-3' });
  });

  it('are what the user says, and the same when the choice is given back', async () => {
    await table('choice.csv', 'age,kind', (row) => `${row % 7},${row % 2 === 0 ? 'a' : 'b'}`);
    const look = await engine.call('vectors.look', { path: at('choice.csv') });
    expect(look.groups.map(({ title }) => title)).toEqual(['v_0 to v_2 (3 columns)', 'age']);
    expect(look.roles?.doubts).toEqual(['"age" holds numbers too, and could belong to the vectors.']);
    const choice = { vectors: ['v_*', 'age'], label: 'kind' };
    const { embedding, roles, fingerprint } = await open('choice.csv', choice);
    expect(embedding).toMatchObject({ latent: 4, labelNames: ['a', 'b'], columns: [] });
    expect(roles.vectors.columns).toEqual(['v_0', 'v_1', 'v_2', 'age']);
    const again = engine.call('space.import', { path: at('choice.csv'), choice, fingerprint });
    expect((await again).fingerprint).toBe(fingerprint);
    expect(await failure(open('choice.csv', { label: 'gone' }))).toMatch(
      /There is no column "gone": it has v_0/,
    );
    expect(
      await engine.call('vectors.look', { path: at('choice.csv'), choice: { vectors: ['kind'] } }),
    ).toMatchObject({
      roles: null,
      why: expect.stringMatching(/Row 0 of the column "kind" holds "a", which is no number/) as unknown,
    });
    const about = await engine.call('export.csv', { path: at('about.csv') });
    const described = JSON.parse(await readFile(`${about.path}.json`, 'utf8')) as unknown;
    expect(described).toMatchObject({ taken: { label: { column: 'kind' } } });
  });

  it('name the cell that is missing in a vector', async () => {
    await writeFile(at('na.csv'), 'f0,f1,label\n1,2,a\n3,NA,b\n4,5,NA\n');
    expect(await failure(open('na.csv'))).toMatch(
      /^Vector 1 in .*na\.csv holds a value that is not a finite number \("NA" in the column "f1"\): fill it/,
    );
    await writeFile(at('large.csv'), 'f0,f1\n1,2\n3,1e300\n');
    expect(await failure(open('large.csv'))).toMatch(
      /not a finite number in float32 \("1e300" in the column "f1"\): it is/,
    );
    await writeFile(at('classes.csv'), 'f0,f1,label\n1,2,NA\n3,4,b\n');
    expect((await open('classes.csv')).embedding.labelNames).toEqual(['NA', 'b']);
  });

  it('name images by what is in them: with backslashes, whole paths, and in their cells', async () => {
    await mkdir(at('images'));
    const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#c80a0a' } })
      .png()
      .toBuffer();
    for (const row of rows) await writeFile(at(`images/${row}.png`), png);
    const names: [string, (row: number) => string][] = [
      ['windows', (row) => `images\\${row}.png`],
      ['whole', (row) => at(`images/${row}.png`)],
      ['dots', (row) => `./images/${row}.png`],
    ];
    for (const [name, cell] of names) {
      await table(`${name}.csv`, 'image,where', (row) => `picture ${row},${cell(row)}`);
      const { embedding, roles } = await open(`${name}.csv`);
      expect(roles.path?.column, name).toBe('where');
      expect([...embedding.pixels.subarray(0, 3)], name).toEqual([200, 10, 10]);
    }
    const inCell = JSON.stringify({ bytes: png.toString('base64'), path: 'a.png' }).replaceAll('"', '""');
    await table('cells.csv', 'image', () => `"${inCell}"`);
    const { embedding } = await open('cells.csv');
    expect([embedding.files[0], ...embedding.pixels.subarray(0, 3)]).toEqual(['a.png', 200, 10, 10]);
    expect(embedding.absent).toBeUndefined();
  });
});

const python = process.env['LATENT_ATELIER_PYTHON'];
const MADE = `
import sys, numpy as np, pandas as pd, pyarrow as pa, pyarrow.parquet as pq
out, png = sys.argv[1], open(sys.argv[2], 'rb').read()
F = np.random.default_rng(0).normal(size=(20, 4)); n = 20
pq.write_table(pa.table({'image': pa.array([{'bytes': png, 'path': f'{i}.png'} for i in range(n)]), 'label': pa.array([i + 2**60 for i in range(n)]), 'emb': pa.array(list(F))}), out + '/hf.parquet')
t = pd.DataFrame(F, columns=list('abcd')); t['id64'] = np.arange(n, dtype=np.int64) + 2**60; t['maybe'] = pd.array([1, None] * 10, dtype='Int64'); t['plate'] = [f'{i:03d}' for i in range(n)]; t.index = [f'cell{i}' for i in range(n)]
t.to_parquet(out + '/types.parquet'); t.to_csv(out + '/types.csv')
pq.write_table(pa.table({'emb': pa.array([None if i == 5 else list(v) for i, v in enumerate(F)]), 'count': range(n)}), out + '/null.parquet')
pq.write_table(pa.table({'emb': pa.array([[] if i == 0 else list(v) for i, v in enumerate(F)]), 'count': range(n)}), out + '/empty.parquet')
packed = pa.array([v.astype('f4').tobytes() for v in F])
pq.write_table(pa.table({'embedding': packed, 'kind': ['a'] * n}), out + '/packed.parquet')
pq.write_table(pa.table({'jpg': [png] * n, 'packed': packed, 'emb': pa.array(list(F)), 'meta': [{'id': 2**60 + i} for i in range(n)]}), out + '/jpg.parquet')
`;
const READ = `
import sys, pandas as pd
before, after = pd.read_csv(sys.argv[1] + '/types.csv', dtype={'plate': str}), sys.argv[1] + '/types-out'
for t in (pd.read_csv(after + '.csv', dtype={'plate': str}), pd.read_parquet(after + '.parquet')):
    assert (t['id64'] == before['id64']).all() and t['id64'].dtype == 'int64', t['id64']
    assert (t['plate'] == before['plate']).all() and t['maybe'].isna().sum() == 10
    assert (t['text_0' if 'text_0' in t else '__index_level_0__'] == before.iloc[:, 0]).all()
`;

describe.runIf(python !== undefined)('tables of pandas and pyarrow', () => {
  it('are read as they were meant, and come back to them', async () => {
    const run = promisify(execFile);
    const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#c80a0a' } })
      .png()
      .toBuffer();
    await writeFile(at('one.png'), png);
    await run(python!, ['-c', MADE, root, at('one.png')]);
    const hf = await open('hf.parquet');
    expect(hf.embedding.labelNames).toEqual(rows.map((row) => String(2n ** 60n + BigInt(row))));
    expect([...hf.embedding.pixels.subarray(0, 3)]).toEqual([200, 10, 10]);
    expect(await failure(open('null.parquet'))).toMatch(/Row 5 of the column "emb" has no list/);
    expect(await failure(open('empty.parquet'))).toMatch(
      /row 0 of the column "emb" has 0 numbers where the others have 4/,
    );
    expect(await failure(open('packed.parquet'))).toMatch(
      /The column "embedding" holds bytes \(16 in a cell\)/,
    );
    const { embedding, roles: of } = await open('jpg.parquet');
    expect([of.path?.column, ...embedding.pixels.subarray(0, 3)]).toEqual(['jpg', 200, 10, 10]);
    expect([embedding.absent, of.doubts]).toEqual([
      undefined,
      [expect.stringContaining('"packed" holds bytes')],
    ]);
    expect(embedding.columns!.find(({ name }) => name === 'meta')).toMatchObject({
      values: rows.map((row) => `{"id":"${2n ** 60n + BigInt(row)}"}`),
    });
    for (const name of ['types.csv', 'types.parquet']) {
      const { roles } = await open(name);
      expect(roles.vectors.columns, name).toEqual(['a', 'b', 'c', 'd']);
      await engine.call('export.csv', { path: at('types-out.csv') });
      await engine.call('export.embedding', { path: at('types-out.parquet'), format: 'parquet' });
      await run(python!, ['-c', READ, root]);
    }
  });
});
