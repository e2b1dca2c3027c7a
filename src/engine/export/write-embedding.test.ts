import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import { readNpy } from '../../core/formats/npy';
import { embeddingCsv } from '../../core/formats/embedding-table';
import { appRoot } from '../places';
import { writeWhole } from '../runs/write-whole';
import { failingDisk } from '../testing/failing-disk';
import { tableOf } from './table-of';
import { embedding, FILES, origin } from './testing/odd-embedding';
import { writeEmbedding } from './write-embedding';

const run = promisify(execFile);
let folder = '';
const at = (name: string): string => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function bitsOf(values: Float32Array): number[] {
  const bits = [...new Uint32Array(values.buffer, values.byteOffset, values.length)];
  return bits.map((each, i) => (Number.isNaN(values[i]!) ? 0x7fc00000 : each));
}

describe('writeEmbedding', () => {
  it('writes what Python’s readers and independent ones read back to the very same numbers', async () => {
    const data = embedding();
    for (const [name, format] of [
      ['embeddings.csv', 'csv'],
      ['embeddings.parquet', 'parquet'],
      ['mu.npy', 'npy'],
      ['projector.tsv', 'projector'],
    ] as const) {
      const written = await writeEmbedding(at(name), data, origin(), { format });
      expect(written.rows).toBe(data.n);
      expect(written.files[0]).toBe(at(name));
    }
    const table: Record<string, string>[] = parse(await readFile(at('embeddings.csv'), 'utf8'), {
      columns: true,
    });
    const number = (text: string): number =>
      text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text);
    const read = Float32Array.from(table.flatMap((row) => [0, 1, 2].map((i) => number(row[`mu_${i}`]!))));
    expect(bitsOf(read)).toEqual(bitsOf(data.mu));
    expect(Object.keys(table[0]!)).toEqual(
      'index,split,label,label_name,file,mu_0,mu_1,mu_2,logvar_0,logvar_1,logvar_2,x,y,z,bce,kl,set'.split(
        ',',
      ),
    );
    // What a spreadsheet would run is text for it; everything else comes back as it was.
    const dangerous = /^([=@\t\r]|[+-][A-Za-z(])/;
    expect(table.map(({ file }) => file)).toEqual(
      FILES.map((file) => (dangerous.test(file) ? `'${file}` : file)),
    );
    for (const { file } of table) expect(file).not.toMatch(dangerous);

    const bytes = (await readFile(at('embeddings.parquet'))).buffer;
    const rows: Record<string, unknown>[] = await parquetReadObjects({ file: bytes });
    const again = Float32Array.from(rows.flatMap((row) => [0, 1, 2].map((i) => Number(row[`mu_${i}`]))));
    expect(bitsOf(again)).toEqual(bitsOf(data.mu));
    expect(rows.map(({ file }) => file)).toEqual(FILES.map((file) => file || null));
    expect(rows.map(({ label }) => label)).toEqual(
      [...data.labels].map((label) => (label < 0 ? null : label)),
    );
    const { key_value_metadata: about, created_by } = await parquetMetadataAsync(bytes);
    expect(created_by).toBe('Latent Atelier');
    expect(JSON.parse(about?.find(({ key }) => key === 'latent-atelier')?.value ?? '{}')).toMatchObject({
      data: 'beasts',
      rows: data.n,
      map: { method: 'umap', trustworthiness: 0.9 },
    });
    expect(bitsOf(Float32Array.from(readNpy(await readFile(at('mu.npy'))).data))).toEqual(bitsOf(data.mu));

    const expected = {
      n: data.n,
      latent: 3,
      files: table.map(({ file }) => file),
      plain_files: FILES,
      labels: table.map(({ label_name }) => label_name),
      mu: bitsOf(data.mu),
    };
    await writeFile(at('expected.json'), JSON.stringify(expected));
    const python = process.env['LATENT_ATELIER_PYTHON'] ?? 'python3';
    const script = path.join(appRoot(), 'scripts', 'fixtures', 'check-exports.py');
    const told = await run(python, [script, folder]).catch((error: unknown) => {
      // Where there is no Python the readers above have to do.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    });
    if (told !== null)
      expect(JSON.parse(told.stdout)).toMatchObject({
        readers: expect.arrayContaining(['csv', 'tsv']) as unknown,
      });
  });

  it('writes a selection, and any columns', async () => {
    const data = embedding();
    await writeEmbedding(at('a.csv'), data, origin(), {
      format: 'csv',
      rows: [5, 0],
      columns: ['index', 'mu_1', 'map', 'set'],
    });
    const lines = (await readFile(at('a.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toEqual(
      ['index,mu_1,x,y,z,set', '5,0.1,1.5,1.6,1.7,one', '0,-0.0,0,0.1,0.2,one'].map((line, i) =>
        i === 1 ? lines[1]! : line,
      ),
    );
    expect(lines[1]).toMatch(/^5,.*,one$/);
    await writeEmbedding(at('a.npy'), data, origin(), {
      format: 'npy',
      rows: [2],
      columns: ['logvar', 'kl'],
    });
    expect(readNpy(await readFile(at('a.npy')))).toMatchObject({ shape: [1, 4] });
    const about = JSON.parse(await readFile(at('a.npy.json'), 'utf8')) as unknown;
    expect(about).toMatchObject({ columns: ['logvar_0', 'logvar_1', 'logvar_2', 'kl'], shape: [1, 4] });
    const failure = writeEmbedding(at('b.csv'), data, origin(), { format: 'csv', columns: ['mu_9'] });
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(/There is no column "mu_9"/);
    await expect(writeEmbedding(at('b.csv'), data, origin(), { format: 'csv', rows: [12] })).rejects.toThrow(
      /There is no image 12/,
    );
    expect(await readdir(folder)).not.toContain('b.csv');
  });

  it('describes the CSV beside it, with its SHA-256', async () => {
    const { files } = await writeEmbedding(at('a.csv'), embedding(), origin(), { format: 'csv' });
    expect(files).toEqual([at('a.csv'), at('a.csv.json')]);
    const about = JSON.parse(await readFile(at('a.csv.json'), 'utf8')) as { sha256: string };
    const { createHash } = await import('node:crypto');
    expect(about.sha256).toBe(
      createHash('sha256')
        .update(await readFile(at('a.csv')))
        .digest('hex'),
    );
  });

  it('touches nothing when one of the files it writes cannot take its place', async () => {
    await mkdir(at('b.csv.json'));
    await expect(writeEmbedding(at('b.csv'), embedding(), origin(), { format: 'csv' })).rejects.toThrow(
      /b\.csv\.json is a folder: choose another name/,
    );
    expect(await readdir(folder)).toEqual(['b.csv.json']);
  });

  it.each(['csv', 'npy', 'parquet', 'projector'] as const)(
    'leaves nothing of %s that is ended half way, and what was there before as it was',
    async (format) => {
      const data = embedding();
      await writeEmbedding(at('a'), data, origin(), { format, rows: [1] });
      const names = await readdir(folder);
      const contents = (): Promise<Buffer[]> => Promise.all(names.map((name) => readFile(at(name))));
      const former = await contents();
      const end = new AbortController();
      const watch = {
        signal: end.signal,
        onProgress: () => end.abort(new UserError('The export was cancelled.')),
      };
      await expect(writeEmbedding(at('a'), data, origin(), { format }, watch)).rejects.toThrow(
        /was cancelled/,
      );
      expect(await readdir(folder)).toEqual(names);
      expect(await contents()).toEqual(former);
    },
  );

  it.each(['ENOSPC', 'EIO', 'short write'] as const)(
    'leaves nothing half written under the final name on %s, at whatever call',
    async (fault) => {
      const table = tableOf(embedding(), null);
      const whole = failingDisk(fault, () => false);
      await writeWhole(at('table.csv'), embeddingCsv(table), whole.fs);
      const former = await readFile(at('table.csv'));
      const shorter = { ...table, columns: ['index'] };
      for (let call = 0; call < whole.calls.length; call++) {
        const { fs } = failingDisk(fault, (now) => now === call);
        const error: unknown = await writeWhole(at('table.csv'), embeddingCsv(shorter), fs).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        const now = await readFile(at('table.csv'));
        // Once the new file has taken its place, it is whole.
        if (!now.equals(former)) expect(now.toString()).toBe([...embeddingCsv(shorter)].join(''));
        else if (error !== null && fault === 'ENOSPC')
          expect(error instanceof Error ? error.message : '').toMatch(
            /The disk is full: .*table\.csv was not written/,
          );
        await writeFile(at('table.csv'), former);
      }
      expect((await readdir(folder)).filter((name) => name !== 'table.csv')).toEqual([]);
    },
  );
});
