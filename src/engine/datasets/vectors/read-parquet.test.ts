import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimalText } from './parquet-values';
import { readParquet } from './read-parquet';
import { PYARROW_FILES } from './testing/pyarrow-files';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-parquet-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('readParquet', () => {
  it('keeps times, dates and decimals to the last digit, and local times without a zone', async () => {
    const file = path.join(root, 'times.parquet');
    await writeFile(file, Buffer.from(PYARROW_FILES.times, 'base64'));
    const columns = new Map((await readParquet(file)).map((column) => [column.name, column]));
    expect(Object.fromEntries([...columns].map(([name, { texts }]) => [name, [...texts]]))).toMatchObject({
      us: ['2024-01-01T10:00:00.123450', '2024-01-01T10:00:00.123451', ''],
      ns: ['2024-01-01T10:00:00.123456789', '1969-12-31T23:59:59.999999999', ''],
      utc: ['2024-01-01T10:00:00.123450Z', '2024-01-01T10:00:00.123451Z', ''],
      ms: Array.from({ length: 3 }, () => '2024-01-01T10:00:00.000Z'),
      day: ['2024-01-01', '1969-12-31', ''],
      big: ['12345678901234567.89', '-0.05', ''],
      small: ['3.10', '-7.25', '0.00'],
    });
    expect([...columns.get('small')!.numbers!]).toEqual([3.1, -7.25, 0]);
  });
});

describe('decimalText', () => {
  it('reads whole numbers of any width', () => {
    expect(decimalText(Uint8Array.of(0xff, 0x85), 2)).toBe('-1.23');
    expect(decimalText(7n, 0)).toBe('7');
    expect(decimalText(undefined, 2)).toBe('');
  });
});
