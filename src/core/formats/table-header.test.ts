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

  it('takes a row of numbers for a header where it counts, or rises evenly and is unlike what is below', () => {
    expect(names('0,1,2\n0.126,-0.132,0.64\n-0.7,-1.2,-0.2\n')).toEqual(['0', '1', '2']);
    expect(names('400,402,404,406\n0.1,0.2,0.1,0.3\n0.3,0.1,0.2,0.2\n')).toEqual([
      '400',
      '402',
      '404',
      '406',
    ]);
    expect(names('400.5,401.1,401.6,402.1,kind\n0.1,0.2,0.1,0.3,a\n0.3,0.1,0.2,0.2,b\n')[0]).toBe('400.5');
    const pixels = Array.from({ length: 12 }, (_, i) => (i * 37) % 256).join();
    expect(names(`1,2,3,4,5,6,7,8,9,10,11,12\n${pixels}\n${pixels}\n`)[11]).toBe('12');
    // Wavenumbers fall.
    expect(names('4000,3998,3996,3994\n0.1,0.2,0.1,0.3\n0.3,0.1,0.2,0.2\n')[0]).toBe('4000');
    expect(names('4,3,2,1\n3,2,1,0\n2,1,0,-1\n')[0]).toBe('column_0');
    // Rows that rise themselves are data, and so are numbers among their like.
    expect(names('1,2,3,4\n2,3,4,5\n3,4,5,6\n')[0]).toBe('column_0');
    expect(names('1,2,3,4\n0,5,1,2\n3,1,4,5\n')[0]).toBe('column_0');
    expect(names('5,3,9\n0.1,0.2,0.3\n0.2,0.3,0.4\n')[0]).toBe('column_0');
  });

  it('takes many numbers that rise or fall unevenly for a header, over rows that do not', () => {
    const masses = '80.1,95.3,96,120.25,121,180.5,181,236.2';
    const rows = (lead: (i: number) => string, end = '') =>
      [0, 1, 2]
        .map((i) => `${lead(i)}${[3, 1, 4, 1, 5, 9, 2, 6].map((x) => x * (i + 1)).join()}${end}\n`)
        .join('');
    const own = masses.split(',');
    expect(names(`,${masses}\n${rows((i) => `s${i},`)}`)).toEqual(['text_0', ...own]);
    expect(names(`Sample name,${masses}\n${rows((i) => `s${i},`)}`)).toEqual(['Sample name', ...own]);
    expect(names(`${masses}\n${rows(() => '')}`)).toEqual(own);
    expect(names(`${[...own].reverse().join()}\n${rows(() => '')}`)).toEqual([...own].reverse());
    expect(names(`${masses},Gruppe\n${rows(() => '', ',a')}`)).toEqual([...own, 'Gruppe']);
    // Rows that rise as well are data.
    expect(names(`${masses}\n${masses}\n${masses}\n`)[0]).toBe('column_0');
  });

  it('takes a text above numbers for a name, and no dimension for NumPy’s sign', () => {
    expect(names('400.5,401,concentration\n1,2,3\n')).toEqual(['400.5', '401', 'concentration']);
    expect(names('# f0,f1\n1.5,2\n3,4\n')).toEqual(['f0', 'f1']);
    expect(names('#,f0\n1,2\n')).toEqual(['#', 'f0']);
    expect(names('king,5,3\nqueen,2,9\n')).toEqual(['text_0', 'column_1', 'column_2']);
    expect(names('f0,f1,\n1,2,\n')).toEqual(['f0', 'f1']);
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
