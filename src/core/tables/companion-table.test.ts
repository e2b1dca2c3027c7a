import { describe, expect, it } from 'vitest';
import { companionColumns } from './companion-table';

const tsv = (text: string, n: number) => companionColumns(text, n, { name: 'metadata.tsv', separator: '\t' });
const csv = (text: string, n: number) => companionColumns(text, n, { name: 'labels.csv', separator: ',' });
const shown = ({ columns }: ReturnType<typeof tsv>) =>
  Object.fromEntries(columns.map(({ name, texts }) => [name, texts]));

describe('the Projector’s metadata', () => {
  it.each<[string, string, number, Record<string, string[]>]>([
    ['plain words', 'a\nb\nc\n', 3, { label: ['a', 'b', 'c'] }],
    ['no last line end, CRLF, a byte order mark', '\uFEFFa\r\nb\r\nc', 3, { label: ['a', 'b', 'c'] }],
    ['an empty label', 'a\n\nc\n', 3, { label: ['a', '', 'c'] }],
    ['a header, and an empty label', 'word\na\n\nc\n', 3, { word: ['a', '', 'c'] }],
    ['an empty label at the end', 'a\nb\n\n', 3, { label: ['a', 'b', ''] }],
    ['a header, and an empty label at the end', 'word\na\nb\n\n', 3, { word: ['a', 'b', ''] }],
    ['spare lines at the end', 'a\nb\nc\n\n\n', 3, { label: ['a', 'b', 'c'] }],
    ['one spare line, and no header', 'a\nb\nc\n\n', 3, { label: ['a', 'b', 'c'] }],
    ['quote signs', '"\nb\n"\n', 3, { label: ['"', 'b', '"'] }],
    ['quote signs one after the other', '"\n"\nc\n', 3, { label: ['"', '"', 'c'] }],
    ['a word in quotes beside others', '"a"\nb\nc\n', 3, { label: ['"a"', 'b', 'c'] }],
    ['words that are all quoted', '"a"\n"b"\n"c"\n', 3, { label: ['a', 'b', 'c'] }],
    ['what pandas quotes', 'say\n"say ""a"""\nb\n""\n', 3, { say: ['say "a"', 'b', ''] }],
    ['a line end in a quoted cell', '"a\nb"\nc\n', 2, { label: ['a\nb', 'c'] }],
    [
      'two columns with a quote sign',
      'word\tn\n"\t1\nb\t2\n"\t3\n',
      3,
      { word: ['"', 'b', '"'], n: ['1', '2', '3'] },
    ],
    ['two columns without a header', 'a\t1\nb\t2\n', 2, { label: ['a', 'b'], metadata_1: ['1', '2'] }],
    ['texts under names', 'kind\tsize\na\tx\nb\ty\n', 2, { kind: ['a', 'b'], size: ['x', 'y'] }],
  ])('is read with %s', (_, text, n, columns) => {
    expect(shown(tsv(text, n))).toEqual(columns);
  });

  it.each<[string, number, RegExp]>([
    ['a\nb\n', 3, /^metadata\.tsv has 2 rows for 3 vectors: a row for each vector is needed/],
    ['w0\nw1\nw2\nw3\n', 3, /has 4 rows for 3 vectors; its first, "w0", is like the others and no header:/],
    ['cat\ndog\ncat\ndog\n', 3, /has 4 rows for 3 vectors; its first, "cat", is like/],
    ['3\n1\n2\n', 2, /has 3 rows for 2 vectors; its first, "3", is like/],
    ['word\tn\na\t1\n', 2, /has 1 row under its header for 2 vectors/],
    ['word\na\n', 4, /has 1 row under its header for 4 vectors/],
    ['a\tb\nc\n', 2, /Line 2 of metadata\.tsv has 1 cells where the first has 2/],
    ['', 1, /has 0 rows for 1 vector:/],
  ])('that does not fit says so: %j', (text, n, sentence) => {
    expect(() => tsv(text, n)).toThrow(sentence);
  });

  it('says what was taken for a header, and for quotes of a program', () => {
    expect(tsv('genus\na\nb\n', 2).notes).toEqual([
      'metadata.tsv has 3 rows for 2 vectors: its first, "genus", was taken for the name of the column.',
    ]);
    expect(tsv('word\na\nb\n', 2).notes).toEqual([]);
    expect(tsv('"a"\n"b"\n', 2).notes[0]).toMatch(/quotes around the texts in metadata\.tsv/);
  });
});

it.each<[string, string, number, Record<string, string[]>]>([
  ['pandas', 'label\ncat\ndog\n', 2, { label: ['cat', 'dog'] }],
  ['pandas, with its row numbers', ',0\n0,5\n1,7\n', 2, { index: ['0', '1'], '0': ['5', '7'] }],
  ['pandas, with an empty label', 'label\n"a,b"\n""\n', 2, { label: ['a,b', ''] }],
  ['NumPy', '3\n1\n', 2, { label: ['3', '1'] }],
  ['an empty line for an empty label', 'label\n"a,b"\n\ncat\n', 3, { label: ['a,b', '', 'cat'] }],
  ['semicolons', 'label;size\na;1,5\nb;2\n', 2, { label: ['a', 'b'], size: ['1.5', '2'] }],
])('labels in CSV are read as %s writes them', (_, text, n, columns) => {
  expect(shown(csv(text, n))).toEqual(columns);
});
