import { describe, expect, it } from 'vitest';
import { textTableKind } from './text-table-kind';
import { encodeUtf8 } from './utf8';

const utf16 = (text: string): Uint8Array =>
  Uint8Array.from({ length: 2 * text.length }, (_, i) => (text.charCodeAt(i >> 1) >> (8 * (i % 2))) & 255);

describe('textTableKind', () => {
  it.each([
    ['separators', '"Sepal.Length" "Species"\n"1" 5.1 "setosa"\n"2" 4.9 "virginica"\n'],
    ['tabs', '# Constructed from biom file\n#OTU ID\tA\tB\to\no1\t1\t2\tk; x\n'],
    [null, 'the first line\nof some text\n'],
    [null, 'the 0.5 1\nof 2 3\nand 1 2\n'],
  ] as const)('is %s of %j', (kind, text) => {
    expect(textTableKind(encodeUtf8(text))).toBe(kind);
  });

  it.each([
    ['tabs', 'id\tf0\tf1\n1\t0.5\t2\n'],
    ['separators', 'f0,f1,f2\n1,2,3\n'],
    ['separators', '0.5,-1,2\n1,2,3\n'],
    ['separators', '"a b";f1;f2\r\n1;2;3\r\n'],
    [null, '3 4\na 1 2 3 4\n'],
    [null, ', 0.5 0.25 1\n'],
    [null, 'word\t0.5\t1\n'],
    [null, '0.5\t1\t2\n'],
    [null, 'a,b,c 0.5 1\n'],
    [null, ''],
  ] as const)('is %s of %j, in UTF-8 and UTF-16', (kind, text) => {
    expect(textTableKind(encodeUtf8(text))).toBe(kind);
    expect(textTableKind(encodeUtf8(`\uFEFF${text}`))).toBe(kind);
    expect(textTableKind(utf16(`\uFEFF${text}`))).toBe(kind);
  });
});
