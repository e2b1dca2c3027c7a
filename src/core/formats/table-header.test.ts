import { describe, expect, it } from 'vitest';
import { vectorsAmong } from '../tables/testing/vectors-among';
import { columnsOf } from './table-header';
import { readCsvTable } from './table-text';

const columns = (text: string) => columnsOf(readCsvTable(text));
const names = (text: string): string[] => columns(text).map(({ name }) => name);
const vectors = (text: string): number[] => [...vectorsAmong(columns(text)).vectors];

describe('columnsOf', () => {
  it('tells a header from a row of values with a text among them', () => {
    expect(names('label,400.5,401\ncat,1,2\n')).toEqual(['label', '400.5', '401']);
    expect(names('0,1,kind\n5,6,a\n')).toEqual(['0', '1', 'kind']);
    // Nothing of a table without a header is lost.
    expect(names('0.5,-1,cat\n2,3,dog\n')).toEqual(['column_0', 'column_1', 'text_2']);
    expect(vectors('0.5,-1,cat\n2,3,dog\n')).toEqual([0.5, -1, 2, 3]);
    expect(vectors('cat,1e-3,7\ndog,2,3\n')).toEqual([Math.fround(1e-3), 7, 2, 3]);
  });

  it('takes the numbers of rows, as pandas writes them, for no dimension', () => {
    expect(vectors(',a,b\n0,1.5,2\n1,3,4\n')).toEqual([1.5, 2, 3, 4]);
    expect(vectors('Unnamed: 0,a,b\n0,1.5,2\n1,3,4\n')).toEqual([1.5, 2, 3, 4]);
    expect(names(',a\nking,1\nqueen,2\n')).toEqual(['text_0', 'a']);
  });

  it('gives columns of one name names of their own, and no family of numbers by that', () => {
    expect(names('age,v,v,v,age, age (2) \n1,2,3,4,5,6\n')).toEqual([
      'age',
      'v',
      'v (2)',
      'v (3)',
      'age (3)',
      'age (2)',
    ]);
  });
});
