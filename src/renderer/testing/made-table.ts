import type { TableLook, TableRoles } from '../../contract/table';

/** What a table of words with two columns of vectors is taken for. */
export function tableRoles(changed: Partial<TableRoles> = {}): TableRoles {
  return {
    vectors: { kind: 'columns', columns: ['v_0', 'v_1'], d: 2, reason: 'their names are one' },
    label: { column: 'label', reason: 'by its name' },
    split: null,
    path: null,
    places: null,
    colours: ['age', 'word'],
    colour: 'label',
    doubts: [],
    ...changed,
  };
}

/** That table, as it is looked at. */
export function tableLook(changed: Partial<TableLook> = {}): TableLook {
  return {
    n: 6,
    columns: [
      { name: 'v_0', kind: 'numbers', example: '1, 2, 3' },
      { name: 'v_1', kind: 'numbers', example: '4, 5, 6' },
      { name: 'label', kind: 'texts', example: 'a, b, a' },
      { name: 'age', kind: 'numbers', example: '30, 40, 50' },
      { name: 'word', kind: 'texts', example: 'king, queen, king' },
    ],
    groups: [
      { title: 'v_0 to v_1 (2 columns)', columns: ['v_0', 'v_1'] },
      { title: 'age', columns: ['age'] },
    ],
    roles: tableRoles(),
    why: null,
    sentence: 'Vectors: v_0, v_1; label: label; colours: age, word.',
    ...changed,
  };
}
