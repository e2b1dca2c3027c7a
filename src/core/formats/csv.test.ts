import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCsvCell, encodeCsvRow, parseCsv, withoutDefusing } from './csv';
import { FormatError } from './format-error';

const read = (text: string): string[][] => [...parseCsv(text)];
const cells = fc.string({
  unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '=', "'", 'é', '😀'),
  maxLength: 6,
});
const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cells, { minLength: width, maxLength: width }), { maxLength: 6 }));

describe('encodeCsvRow', () => {
  it('is read back by this parser and by csv-parse, apostrophes before formulas included', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const text = rows.map(encodeCsvRow).join('');
        const guarded = rows.map((row) =>
          row.map((cell) => (/^('+[=\r\n]|[=\r\n])/.test(cell) ? `'${cell}` : cell)),
        );
        expect(read(text)).toEqual(guarded);
        expect(parse(text, { record_delimiter: '\r\n' })).toEqual(guarded);
      }),
    );
  });

  it('quotes what must be and disarms formulas, but never numbers', () => {
    expect(encodeCsvRow(['a', 'b "c"', 'd,e', -1.5, NaN])).toBe('a,"b ""c""","d,e",-1.5,NaN\r\n');
    for (const start of ['=', '@', '\t', '\r', '\n', '＝', '+A', '-(', '--A', '＋A', '-2+cmd|', '+1-SUM(']) {
      expect(encodeCsvCell(`${start}1+"1"`)).toBe(`"'${start}1+""1"""`);
    }
    expect(encodeCsvRow([''])).toBe('""\r\n');
  });

  it('leaves texts alone that begin with a sign and are no formula', () => {
    for (const text of ['-1', '+1', '-0.5', '-', '--', '- none', '+49 30 123', '+1 (555) 12', '-1-2', '－1'])
      expect(encodeCsvCell(text)).toBe(text);
  });

  it('gives every text back, with the apostrophes that it had', () => {
    const units = fc.constantFrom("'", '=', '-', '+', '1', 'a', '(', '@', '\t', '|', '＝');
    fc.assert(
      fc.property(fc.string({ unit: units, maxLength: 6 }), (text) => {
        const [[cell] = []] = read(encodeCsvRow([text, 'x']));
        expect(withoutDefusing(cell!)).toBe(text);
      }),
    );
    // Earlier versions defused every sign.
    expect(withoutDefusing("'-1")).toBe('-1');
  });
});

describe('parseCsv', () => {
  it('takes CRLF, LF, a byte order mark, a missing last line end, line ends in cells and empty lines', () => {
    expect(read('\uFEFFa,b\r\n1,"x\r\ny"\n\r\n"",\n,3')).toEqual([
      ['a', 'b'],
      ['1', 'x\r\ny'],
      ['', ''],
      ['', '3'],
    ]);
    expect(read('')).toEqual([]);
    expect(read('""\n')).toEqual([['']]);
    expect(read('a,b\n1,')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ]);
  });

  it('refuses what is no CSV, with the line', () => {
    const refused: [string, string][] = [
      ['a,b\n1,2,3\n', 'Line 2 of this CSV has 3 cells where the first row has 2.'],
      ['a,b\n"1\n2",3\n4\n', 'Line 4 of this CSV has 1 cell where the first row has 2.'],
      ['a\nb"c\n', 'Line 2 of this CSV has a quote in the middle'],
      ['a\n"b"c\n', 'Line 2 of this CSV has text after the closing quote'],
      ['a\n"bc\n', 'The quote opened on line 2 of this CSV is never closed.'],
      ['a\rb\n', 'Line 1 of this CSV has a carriage return'],
      ['"a"\rb\n', 'Line 1 of this CSV has a carriage return'],
    ];
    for (const [text, sentence] of refused) {
      expect(() => read(text)).toThrow(FormatError);
      expect(() => read(text)).toThrow(sentence);
    }
  });

  it('ends, with rows or a FormatError, on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 12 }), (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
