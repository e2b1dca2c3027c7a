import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readVectors } from '../src/engine/datasets/vectors/read-vectors';
import { outcomeOf } from './outcome';
import { filesIn, makeSamples } from './samples';

let folder = '';
beforeAll(async () => {
  folder = await makeSamples('vectors/make_metadata.py', ['numpy']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The columns beside six vectors of four numbers: their texts, row by row, and which of them is the label. */
interface Expected {
  label?: string;
  columns?: Record<string, string[]>;
  /** A sentence among the notes. */
  says?: RegExp;
}

/** `w0` to `w5`, of which the first are others. */
const words = (...first: string[]): string[] => [
  ...first,
  ...['w0', 'w1', 'w2', 'w3', 'w4', 'w5'].slice(first.length),
];
const labelled = (texts: string[], name = 'label'): Expected => ({ label: name, columns: { [name]: texts } });
const counts = ['1', '2', '3', '4', '5', '6'];

const expectations: Record<string, Expected> = {
  '20_bom': labelled(words()),
  '20_cp1252': { says: /metadata\.tsv is not UTF-8 text: save it as UTF-8/ },
  '20_header_one_empty': labelled(words('w0', 'w1', ''), 'word'),
  '20_one_empty': labelled(words('w0', 'w1', '')),
  '20_quote_first': labelled(['"', 'w1', 'w2', 'w3', 'w4', '"']),
  '20_quote_pair': labelled(words('"', '"')),
  '20_quoted_words': { ...labelled(words()), says: /quotes around the texts in metadata\.tsv/ },
  '20_spare_row': { says: /metadata\.tsv has 7 rows for 6 vectors/ },
  '20_two_columns_quote': { columns: { word: words('"', 'w1', '"'), count: counts } },
  '20_two_columns_two_quotes': { columns: { word: words('"', '"'), count: counts } },
  '20_utf16': labelled(words()),
};

it('no sample is forgotten', async () => {
  const pairs = Object.keys(expectations).flatMap((name) => [`${name}/metadata.tsv`, `${name}/vectors.tsv`]);
  expect(await filesIn(folder)).toEqual(pairs.sort());
});

it.each(Object.entries(expectations))('%s', async (name, { label = null, columns = {}, says = /^/ }) => {
  const file = path.join(folder, name, 'vectors.tsv');
  const outcome = await outcomeOf(file, path.join(folder, 'map.csv'));
  if (typeof outcome === 'string') throw new Error(`It was refused: ${outcome}`);
  const { notes, ...taken } = outcome;
  const vectors = ['column_0', 'column_3'];
  expect(taken).toEqual({ size: '6 x 4', vectors, label, split: null, images: null });
  expect(notes).toMatch(says);
  const found = (await readVectors(file)).columns.map((column) => [column.name, column.texts] as const);
  expect(Object.fromEntries(found)).toEqual(columns);
});
