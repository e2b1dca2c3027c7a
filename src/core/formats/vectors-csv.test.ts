import { describe, expect, it } from 'vitest';
import { FormatError } from './format-error';
import { readVectorsCsv } from './vectors-csv';

describe('readVectorsCsv', () => {
  it('takes the mu columns by name, in their order', () => {
    const read = readVectorsCsv('index,label,mu_1,mu_0,logvar_0,x\n0,7,2,1,9,9\n1,8,4,inf,9,9\n');
    expect(read).toEqual({
      n: 2,
      d: 2,
      vectors: Float32Array.of(1, 2, Infinity, 4),
      columns: ['mu_0', 'mu_1'],
    });
  });

  it('takes every column of a foreign table but descriptions, and a table without header', () => {
    expect(readVectorsCsv('label,a,b\ncat,1,2\n')).toEqual({
      n: 1,
      d: 2,
      vectors: Float32Array.of(1, 2),
      columns: ['a', 'b'],
    });
    expect(readVectorsCsv('1,2\n3,4\n')).toEqual({
      n: 2,
      d: 2,
      vectors: Float32Array.of(1, 2, 3, 4),
      columns: [],
    });
    expect(readVectorsCsv('a,b\n')).toMatchObject({ n: 0, d: 2 });
  });

  it('says what is wrong', () => {
    expect(() => readVectorsCsv('')).toThrow('This CSV is empty.');
    expect(() => readVectorsCsv('label,x\n1,2\n')).toThrow('no columns of vectors');
    expect(() => readVectorsCsv('a,b\n1,2\n3,cat\n')).toThrow('Row 2 of this CSV has "cat" in column "b"');
    expect(() => readVectorsCsv('1,2\n3,cat\n')).toThrow('in column 2, which is no number');
    expect(() => readVectorsCsv('a\n"1')).toThrow(FormatError);
  });
});
