import { describe, expect, it } from 'vitest';
import { plainNumbers } from './decimal-comma';

describe('plainNumbers', () => {
  const read = (rows: string[][], separator: ',' | ';' | '\t' = ';') => {
    const notes: string[] = [];
    return { rows: plainNumbers([['a', 'b'], ...rows], separator, notes).slice(1), notes };
  };

  it('takes two marks in one number for a proof that such marks stand between thousands', () => {
    expect(read([['1,234,567', '2,500']])).toEqual({ rows: [['1234567', '2500']], notes: [] });
    expect(read([['1.234.567', '2.500']])).toEqual({ rows: [['1234567', '2500']], notes: [] });
  });

  it('says what nothing proves, with a number and what to do', () => {
    const commas = read([['1,304', '7']]);
    expect(commas.rows).toEqual([['1.304', '7']]);
    expect(commas.notes).toEqual([
      'The commas in "a" were taken for decimal commas (1,304 for 1.304): save the column without them if they stand between thousands.',
    ]);
    const points = read([['x', '12.345']]);
    expect(points.rows).toEqual([['x', '12.345']]);
    expect(points.notes[0]).toMatch(/points in "b" .* decimal points \(12\.345 for 12\.345\)/);
    const quoted = read([['1,304', '7']], ',');
    expect(quoted.rows).toEqual([['1304', '7']]);
    expect(quoted.notes[0]).toMatch(
      /marks between thousands \(1,304 for 1304\).* if they are decimal commas/,
    );
  });

  it('says nothing where a neighbour, a zero or other decimals prove it', () => {
    expect(read([['1,304', '2,5']]).notes).toEqual([]);
    expect(read([['1,304', '2.5']]).notes).toEqual([]);
    expect(read([['12.345', '0.5']]).notes).toEqual([]);
    expect(read([['12.345', '3,12']])).toEqual({ rows: [['12345', '3.12']], notes: [] });
  });
});
