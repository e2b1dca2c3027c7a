import { describe, expect, it } from 'vitest';
import { columnsOf } from './table-header';

describe('names in several rows', () => {
  const columns = (header: string[], row: (i: number) => string) => {
    const notes: string[] = [];
    const rows = [...header, ...Array.from({ length: 8 }, (_, i) => row(i))].map((line) => line.split(','));
    return {
      columns: columnsOf(rows, notes).map(({ name, n, numbers }) => [name, n, numbers !== null]),
      notes,
    };
  };

  it('are joined, without what all share, and without the name of the rows', () => {
    const { columns: found, notes } = columns(
      ['scorer,DLC,DLC,DLC', 'bodyparts,snout,snout,tail', 'coords,x,y,x'],
      (i) => `${i},${i * 1.5},0.${i},2`,
    );
    expect(found).toEqual([
      ['index', 8, true],
      ['snout_x', 8, true],
      ['snout_y', 8, true],
      ['tail_x', 8, true],
    ]);
    expect(notes).toEqual(['Its first 3 rows are names and were joined, as "snout_x".']);
  });

  it("are pandas' of several levels with the name of the rows below", () => {
    const { columns: found } = columns([',mean,mean,std', ',a,b,a', 'gene,,,'], (i) => `G${i},${i}.5,${i},1`);
    expect(found.map(([name]) => name)).toEqual(['gene', 'mean_a', 'mean_b', 'std_a']);
  });

  it('may be units, and a row of types that QIIME 2 writes is left out', () => {
    const { columns: found } = columns(['length,width,class', 'mm,mm,'], (i) => `${i * 3},${i * 2},a`);
    expect(found).toEqual([
      ['length_mm', 8, true],
      ['width_mm', 8, true],
      ['class', 8, false],
    ]);
    const types = columns(['sample-id,ph,salt', '#q2:types,numeric,numeric'], (i) => `S${i},${i},7`);
    expect(types.columns.map(([name, n]) => [name, n])).toEqual([
      ['sample-id', 8],
      ['ph', 8],
      ['salt', 8],
    ]);
    expect(types.notes[0]).toMatch(/second row, "#q2:types", .* left out/);
  });

  it('leave a name that describes the rows as it is, and a column without a unit too', () => {
    const { columns: found, notes } = columns(
      ['time,ax,ay,label,quality', 'ms,g,[g],-,(-)'],
      (i) => `${i}7,0.${i},${i}.5,walk,${i}`,
    );
    expect(found.map(([name]) => name)).toEqual(['time', 'ax_g', 'ay_[g]', 'label', 'quality']);
    expect(notes).toEqual([
      'Its first 2 rows are names and were joined, as "ax_g". Columns that describe the rows keep their first name alone: "time" without "ms".',
    ]);
    // Levels that share their first name need the second.
    const shared = columns(['time,time,b', 'on,off,c'], (i) => `${i}5,${i}.5,1`);
    expect(shared.columns.map(([name]) => name)).toEqual(['time_on', 'time_off', 'b_c']);
  });

  it('are not looked for where a number stands in the second row, or a value is missing there', () => {
    const rows = (second: string) =>
      columns(['a,b,c', second], (i) => `${i},1,2`).columns.map(([name, n]) => [name, n]);
    for (const second of ['1,2,3', 'x,y,3', 'NA,NA,NA', ',,'])
      expect(rows(second)).toEqual([
        ['a', 9],
        ['b', 9],
        ['c', 9],
      ]);
  });
});
