import { describe, expect, it } from 'vitest';
import { metadataTsv, tensorsTsv } from './tsv';

const join = (chunks: Iterable<string>): string => [...chunks].join('');

describe('the Embedding Projector’s files', () => {
  it('writes one vector a line without a header', () => {
    expect(join(tensorsTsv(Float32Array.of(1, 0.1, -3, NaN), 2, 2))).toBe('1\t0.1\n-3\tNaN\n');
    expect(join(tensorsTsv(new Float32Array(0), 0, 2))).toBe('');
    expect(join(tensorsTsv(new Float32Array(700), 700, 1)).split('\n')).toHaveLength(701);
    expect(() => join(tensorsTsv(new Float32Array(3), 2, 2))).toThrow(RangeError);
  });

  it('has a header for several columns only, and makes tabs and line ends safe', () => {
    expect(join(metadataTsv([{ name: 'label', values: ['a\tb', 'c\r\nd'] }]))).toBe('a b\nc d\n');
    const columns = [
      { name: 'index', values: Int32Array.of(0, 1) },
      { name: 'label\tname', values: ['x', ''] },
    ];
    expect(join(metadataTsv(columns))).toBe('index\tlabel name\n0\tx\n1\t\n');
    expect(() => join(metadataTsv([]))).toThrow(RangeError);
    expect(() => join(metadataTsv([columns[0]!, { name: 'b', values: ['x'] }]))).toThrow(RangeError);
  });
});
