import { describe, expect, it } from 'vitest';
import { readJsonLines } from './json-lines';
import { readWordVectors } from './word-vectors';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => {
  const { arrays, metadata } = readWordVectors(bytes(text));
  const { n, d, data } = arrays[0]!;
  return { shape: [n, d], vectors: [...data], words: metadata[0]?.texts };
};

describe('vectors of words', () => {
  it.each([
    ['word2vec', '2 3\nthe 1 -2 0.5\nöl 4 5e-1 6\n', [2, 3], [1, -2, 0.5, 4, 0.5, 6], ['the', 'öl']],
    ['word2vec.c, with blanks at the end', '2 2\nthe 1 2 \nof 3 4 \n', [2, 2], [1, 2, 3, 4], ['the', 'of']],
    ['words that are numbers', '2 2\n2003 1 2\n10 3 4\n', [2, 2], [1, 2, 3, 4], ['2003', '10']],
    ['words with blanks', '2 2\nNew York 1 2\n. . . 3 4', [2, 2], [1, 2, 3, 4], ['New York', '. . .']],
    ['GloVe', 'the 1 2\n# 3 4\n', [2, 2], [1, 2, 3, 4], ['the', '#']],
    ['numpy.savetxt', '# a b\n1 2\n3 4\n', [2, 2], [1, 2, 3, 4], undefined],
    ['two whole numbers in a line', '7 8\n3 4\n5 6\n', [3, 2], [7, 8, 3, 4, 5, 6], undefined],
    ['CRLF and a byte order mark', '\uFEFF1 2\r\nx 3 4\r\n', [1, 2], [3, 4], ['x']],
  ])('are read as %s', (_, text, shape, vectors, words) => {
    expect(read(text)).toEqual({ shape, vectors, words });
  });

  it.each([
    ['', /It is empty/],
    ['3 2\na 1 2\nb 3 4\n', /announces 3 words, and 2 follow/],
    ['1 2\na 1 2\nb 3 4\n', /announces 1 words, and more follow/],
    ['99999999 300\na 1 2\n', /announces 99999999 words of 300 numbers, more than the file can hold/],
    ['2 3\na 1 2 3\nb 1 2\n', /Line 3 has 2 numbers where the first has 3/],
    ['a 1 2\nb 1 x\n', /Line 2 holds "x" where a number belongs|Line 2 has/],
    ['one\ntwo\n', /Line 1 has no numbers/],
  ])('that cannot be read say so: %j', (text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });
});

describe('JSON Lines', () => {
  it('give back what is under each key', () => {
    const text =
      '{"id": 1234567890123456789, "v": [1, 2.5]}\r\n\n{"v": [3, 4], "t": "a 1234567890123456789"}\n';
    expect(readJsonLines(bytes(text))).toEqual([
      { name: 'id', cells: ['1234567890123456789', undefined] },
      {
        name: 'v',
        cells: [
          [1, 2.5],
          [3, 4],
        ],
      },
      { name: 't', cells: [undefined, 'a 1234567890123456789'] },
    ]);
    expect(readJsonLines(bytes('[1, 2]\n[3, 4]'))).toEqual([
      {
        name: 'vector',
        cells: [
          [1, 2],
          [3, 4],
        ],
      },
    ]);
  });

  it.each([
    ['', /It is empty/],
    ['{"a": 1}\n{"a": \n', /Line 2 is not JSON/],
    ['{"a": 1}\n3\n', /Line 2 is no object/],
  ])('that are none say so: %j', (text, sentence) => {
    expect(() => readJsonLines(bytes(text))).toThrow(sentence);
  });
});
