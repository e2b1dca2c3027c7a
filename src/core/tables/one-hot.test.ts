import { describe, expect, it } from 'vitest';
import { foreignColumn } from '../formats/foreign-table';
import { oneHotClasses, withOneHotLabel } from './one-hot';

const column = (name: string, ...texts: string[]) => foreignColumn(name, texts);

describe('oneHotClasses', () => {
  it('is which number of a row is 1, and nothing where a row has none, two or another', () => {
    expect(oneHotClasses([0, 1, 0, 1, 0, 0, 0, 0, 1], 3)).toEqual([1, 0, 2]);
    for (const odd of [
      [0, 0, 0],
      [1, 1, 0],
      [0, 2, 0],
      [0, 1, NaN],
    ])
      expect(oneHotClasses([0, 1, 0, ...odd], 3)).toBeNull();
    expect(oneHotClasses([1, 1], 1)).toBeNull();
  });
});

describe('withOneHotLabel', () => {
  const image = column('image', 'a', 'b', 'c');
  const flags = [
    column('MEL', '1.0', '0.0', '0.0'),
    column('NV', '0.0', '0.0', '1.0'),
    column('BCC', '0.0', '1.0', '0.0'),
  ];

  it('makes one column of classes, and says so', () => {
    const { columns, notes } = withOneHotLabel([image, ...flags], 'gt.csv');
    expect(columns[0]).toMatchObject({ name: 'label', texts: ['MEL', 'BCC', 'NV'] });
    expect(columns.slice(1)).toEqual([image, ...flags]);
    expect(notes[0]).toMatch(/Each row of gt\.csv has a single 1 in its 3 columns MEL to BCC/);
  });

  it('leaves all others as they are', () => {
    const other = column('label', 'x', 'y', 'z');
    expect(withOneHotLabel([...flags, other], 'gt.csv').columns).toEqual([...flags, other]);
    expect(withOneHotLabel(flags.slice(0, 2), 'gt.csv').columns).toEqual(flags.slice(0, 2));
    expect(withOneHotLabel([image], 'gt.csv').columns).toEqual([image]);
  });
});
