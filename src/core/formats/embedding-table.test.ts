import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv } from './csv';
import { embeddingCsv, type EmbeddingTable } from './embedding-table';
import { vectorsAmong } from '../tables/testing/vectors-among';
import { columnsOf } from './table-header';
import { readCsvTable } from './table-text';

const textOf = (table: EmbeddingTable): string => [...embeddingCsv(table)].join('');

const full: EmbeddingTable = {
  n: 2,
  latent: 2,
  index: [10, 11],
  split: ['test', 'test'],
  label: [1, -1],
  labelNames: ['T-shirt/top', '=Trouser'],
  file: ['a/"b".png', null],
  mu: Float32Array.of(0.1, -2, 3, 4),
  logvar: Float32Array.of(0, -0.5, 1e-8, NaN),
  map: Float32Array.of(1, 2, 3, 4, 5, 6),
  dims: 3,
  bce: Float32Array.of(200.5, 1),
  kl: Float32Array.of(20, 2),
};

describe('embeddingCsv', () => {
  it('writes the project’s columns, unknown cells empty', () => {
    expect(textOf(full)).toBe(
      [
        'index,split,label,label_name,file,mu_0,mu_1,logvar_0,logvar_1,x,y,z,bce,kl',
        `10,test,1,"'=Trouser","a/""b"".png",0.1,-2,0,-0.5,1,2,3,200.5,20`,
        '11,test,,,,3,4,1e-8,NaN,4,5,6,1,2',
        '',
      ].join('\r\n'),
    );
  });

  it('puts what the data brought along after its own columns, each under a name of its own', () => {
    const number = (name: string) => ({ kind: 'number', name, values: Float32Array.of(1, NaN) }) as const;
    const other = [number('age'), number('age'), number('bce'), number('bce_given'), number('=sum')];
    const distortion = Float32Array.of(0, 1);
    const head = (more: Partial<EmbeddingTable>) =>
      textOf({ ...full, other, distortion, ...more }).split('\r\n')[0];
    expect(head({ columns: ['index', 'kl', 'other'] })).toBe(
      `index,kl,age,age (2),bce_given,bce_given (2),"'=sum"`,
    );
    expect(head({})).toMatch(/,bce,kl,age,.*=sum"$/);
    expect(head({ columns: ['index', 'distortion'] })).toBe('index,distortion');
  });

  it('leaves out columns that are not known, and writes chosen rows in their order', () => {
    expect(textOf({ n: 1, latent: 1, mu: Float32Array.of(5) })).toBe('index,mu_0\r\n0,5\r\n');
    expect(textOf({ n: 0, latent: 3 })).toBe('index\r\n');
    const flat = { n: 3, latent: 1, map: Float32Array.of(1, 2, 3, 4, 5, 6), dims: 2, rows: [2, 0] } as const;
    expect(textOf(flat)).toBe('index,x,y\r\n2,5,6\r\n0,1,2\r\n');
  });

  it('keeps every float32 of any number of rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.float32Array({ minLength: 900, maxLength: 900 }),
        (latent, mu) => {
          const n = 900 / (latent === 1 ? 1 : latent);
          const read = vectorsAmong(
            columnsOf(readCsvTable(textOf({ n, latent, mu, label: new Int32Array(n) }))),
          );
          expect(read.n).toBe(n);
          expect(read.vectors).toEqual(mu);
        },
      ),
      { numRuns: 10 },
    );
    const rows = [...parseCsv(textOf({ n: 900, latent: 1, mu: new Float32Array(900) }))];
    expect(rows.map(([index]) => index)).toEqual([
      'index',
      ...Array.from({ length: 900 }, (_, i) => String(i)),
    ]);
  });

  it('refuses arrays of another length and rows that are not there', () => {
    expect(() => textOf({ n: 2, latent: 2, mu: new Float32Array(3) })).toThrow(
      '"mu" has 3 values where 4 belong',
    );
    expect(() => textOf({ ...full, index: [1] })).toThrow(RangeError);
    expect(() => textOf({ ...full, rows: [2] })).toThrow('There is no row 2 in a table of 2.');
  });
});
