import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../../core/formats/safetensors';
import { readVectors } from './read-vectors';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-classes-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('Hugging Face’s ClassLabel', () => {
  const label = { _type: 'ClassLabel', names: ['cat', 'dog', 'emu'] };
  const open = async (numbers: bigint[], feature: unknown) => {
    const buffer = parquetWriteBuffer({
      columnData: [
        { name: 'label', data: numbers, type: 'INT64' },
        ...['v_0', 'v_1'].map((name, i) => ({
          name,
          data: numbers.map((_, row) => row * 1.5 + i),
          type: 'DOUBLE' as const,
        })),
      ],
      kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features: { label: feature } } }) }],
    });
    const file = path.join(root, 'rows.parquet');
    await writeFile(file, Buffer.from(buffer));
    const { roles, columns } = await readVectors(file);
    const taken = columns.find(({ name }) => name === roles.label?.column);
    return { label: taken?.name, texts: taken?.texts, names: columns.map(({ name }) => name) };
  };

  it('names the classes; the numbers stay a column, and -1 is no label', async () => {
    const { label: column, texts, names } = await open([2n, 0n, -1n, 1n], label);
    expect([column, texts, names]).toEqual([
      'label_name',
      ['emu', 'cat', '', 'dog'],
      expect.arrayContaining(['label', 'label_name']),
    ]);
  });

  it('is not believed where a number has no name, or it is none', async () => {
    expect(await open([0n, 3n, 1n, 0n], label)).toMatchObject({
      label: 'label',
      texts: ['0', '3', '1', '0'],
    });
    expect(await open([0n, 1n], { _type: 'Value', names: ['a', 'b'] })).toMatchObject({ label: 'label' });
  });
});

describe('safetensors', () => {
  it('have their label in a tensor [n, 1]', async () => {
    const X = Float32Array.from({ length: 18 }, (_, i) => Math.fround(Math.sin(i)));
    const y = Float32Array.of(0, 2, 1, 0, 2, 1);
    const tensors = new Map([
      ['y', { shape: [6, 1], data: y }],
      ['X', { shape: [6, 3], data: X }],
    ]);
    const file = path.join(root, 'a.safetensors');
    await writeFile(file, writeSafetensors(tensors));
    const { roles, d, columns } = await readVectors(file);
    expect([roles.vectors.columns, d, roles.label?.column]).toEqual([['X'], 3, 'y']);
    expect(columns.find(({ name }) => name === 'y')?.texts).toEqual(['0', '2', '1', '0', '2', '1']);
  });
});
