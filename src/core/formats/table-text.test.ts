import { describe, expect, it } from 'vitest';
import { FormatError } from './format-error';
import { readCsvTable, readTsvTable } from './table-text';
import { decodeText } from './utf8';

describe('readCsvTable', () => {
  it.each([
    [
      "R's write.table, with the rows' names and texts in quotes",
      '"Sepal.Length" "Site" "Species"\n"1" 5.1 "La \\"B\\" x" "setosa"\n"2" 4.9 NA "virginica"\n"3" 1 2 "a"\n',
      [
        ['', 'Sepal.Length', 'Site', 'Species'],
        ['1', '5.1', 'La "B" x', 'setosa'],
        ['2', '4.9', 'NA', 'virginica'],
        ['3', '1', '2', 'a'],
      ],
    ],
    [
      'the same without quotes',
      'length width species\n5.1 3.5 setosa\n4.9 3 virginica\n',
      [
        ['length', 'width', 'species'],
        ['5.1', '3.5', 'setosa'],
        ['4.9', '3', 'virginica'],
      ],
    ],
    ['a column of sentences', 'some text\nthe second\nof 3\n', [['some text'], ['the second'], ['of 3']]],
    [
      'commas',
      'a,b\n1.5,"x;y"\n',
      [
        ['a', 'b'],
        ['1.5', 'x;y'],
      ],
    ],
    [
      'semicolons and decimal commas',
      '\uFEFFa;b;c\r\n1,5;-0,25;"x, y"\r\n',
      [
        ['a', 'b', 'c'],
        ['1.5', '-0.25', 'x, y'],
      ],
    ],
    [
      'semicolons without a header',
      '1,5;2\n3;4,25e-3\n',
      [
        ['1.5', '2'],
        ['3', '4.25e-3'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2,5\n',
      [
        ['a', 'b'],
        ['1', '2.5'],
      ],
    ],
    [
      'what Excel is told',
      'sep=;\na;b\n1;2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'commas and semicolons in texts',
      'a,tags;\n1,x;y\n',
      [
        ['a', 'tags;'],
        ['1', 'x;y'],
      ],
    ],
    [
      'bars',
      'a|b\n1|2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'spaces, as NumPy writes them',
      '# made by savetxt\n 1.5 -2e-3\n 3 4\n',
      [
        ['1.5', '-2e-3'],
        ['3', '4'],
      ],
    ],
    [
      'NumPy’s header, under another comment',
      '# made by savetxt\n# a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'lines of the oldest Macs',
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'spaces after commas',
      'a, b\n1, x\n',
      [
        ['a', 'b'],
        ['1', 'x'],
      ],
    ],
    [
      'R’s names of rows, which have none themselves',
      '"a","b"\n"r1",1,2\n"r2",3,4\n',
      [
        ['', 'a', 'b'],
        ['r1', '1', '2'],
        ['r2', '3', '4'],
      ],
    ],
    [
      'commas at the end of all rows but the header',
      'a,b\n1,2,\n3,4,\n',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    [
      'dots between thousands, and texts with commas',
      'a;b;c\n1.304,00;1,5;3,4 and 5\n12;NA;x\n',
      [
        ['a', 'b', 'c'],
        ['1304.00', '1.5', '3,4 and 5'],
        ['12', 'NA', 'x'],
      ],
    ],
    [
      'commas between thousands, beside decimal points',
      'a\tb\n1,304\t2.5\n',
      [
        ['a', 'b'],
        ['1304', '2.5'],
      ],
    ],
    [
      'dots between thousands that the decimal commas beside them prove',
      'Probe;Umsatz;Menge;Dichte\nP0;12.345;1.950;3,12\nP1;950;2.000;-0,123\n',
      [
        ['Probe', 'Umsatz', 'Menge', 'Dichte'],
        ['P0', '12345', '1950', '3.12'],
        ['P1', '950', '2000', '-0.123'],
      ],
    ],
    [
      'three decimals beside decimal commas of three, where a zero before the point tells them',
      'a;b\n0.345;1,5\n',
      [
        ['a', 'b'],
        ['0.345', '1,5'],
      ],
    ],
    [
      'quoted thousands between commas',
      'sample,area,density\nS0,"1,234",3.1\nS1,950,2.9\nS2,NA,"2,012,345.5"\n',
      [
        ['sample', 'area', 'density'],
        ['S0', '1234', '3.1'],
        ['S1', '950', '2.9'],
        ['S2', 'NA', '2012345.5'],
      ],
    ],
    [
      'quoted decimal commas between commas',
      'Probe,Dichte,Drift,n\nP0,"3,12","-0,5","1.950"\nP1,4,"1,234",7\n',
      [
        ['Probe', 'Dichte', 'Drift', 'n'],
        ['P0', '3.12', '-0.5', '1950'],
        ['P1', '4', '1.234', '7'],
      ],
    ],
    [
      'one column of quoted pairs, which are lists',
      'file,labels,n\na.png,"1,2",3\nb.png,"4,5",6\n',
      [
        ['file', 'labels', 'n'],
        ['a.png', '1,2', '3'],
        ['b.png', '4,5', '6'],
      ],
    ],
    ['formulas that were defused', `a\n"'=1+1"\n"'s"\n`, [['a'], ['=1+1'], ["'s"]]],
  ])('reads %s', (_, text, rows) => {
    expect(readCsvTable(text)).toEqual(rows);
  });
});

describe('readTsvTable', () => {
  it('takes decimal commas in columns of numbers', () => {
    expect(readTsvTable('a\tb\n1,5\tx, y\n2\tz\n')).toEqual([
      ['a', 'b'],
      ['1.5', 'x, y'],
      ['2', 'z'],
    ]);
  });

  it('says how numbers were read that may be two, with quotes and without', () => {
    const said = (text: string): string[] => {
      const notes: string[] = [];
      readTsvTable(text, notes);
      return notes;
    };
    const note = /^The commas in "b" were taken for decimal commas \(1,304 for 1\.304\)/;
    for (const name of ['x', '"x"']) {
      expect(said(`a\tb\n${name}\t1,304\n${name}\t2,500\n`)).toEqual([expect.stringMatching(note)]);
    }
  });

  it('takes quotes as pandas writes them, and as they stand where they are none', () => {
    expect(readTsvTable('a\tb\n"two\nlines"\t"say ""hi"""\n')).toEqual([
      ['a', 'b'],
      ['two\nlines', 'say "hi"'],
    ]);
    expect(readTsvTable('a\tb\n"x" big\t1"\n')).toEqual([
      ['a', 'b'],
      ['"x" big', '1"'],
    ]);
    expect(() => readTsvTable('a\tb\n1\n')).toThrow(/Line 2 of this TSV has 1 cells where the first has 2/);
  });
});

describe('a table of tabs whose texts hold other separators', () => {
  const row = (i: number): string => `o${i}\t1.2\t0.${i}\tk__Bacteria; p__Firmicutes, x|y`;
  const rows = Array.from({ length: 30 }, (_, i) => row(i)).join('\n');
  it.each(['#OTU ID\tA\tB\tlabel\n', '# Constructed from biom file\n#OTU ID\tA\tB\tlabel\r\n'])(
    'keeps the names of %j',
    (header) => {
      for (const read of [readTsvTable, readCsvTable]) {
        const [names, first] = read(`${header}${rows}\n`);
        expect(names).toEqual(['OTU ID', 'A', 'B', 'label']);
        expect(first).toEqual(['o0', '1.2', '0.0', 'k__Bacteria; p__Firmicutes, x|y']);
      }
    },
  );

  it('is none where tabs stand in some lines, or only follow commas', () => {
    expect(readCsvTable('a;b\nx\ty;1\nz;2\n')[0]).toEqual(['a', 'b']);
    expect(readCsvTable('a,\tb\n1,\t2\n')[0]).toHaveLength(2);
  });
});

describe('decodeText', () => {
  it('reads UTF-16 of either byte order where its mark says so, and UTF-8 else', () => {
    const little = Uint8Array.of(0xff, 0xfe, 0xe9, 0, 0x31, 0);
    const big = Uint8Array.of(0xfe, 0xff, 0, 0xe9, 0, 0x31);
    for (const bytes of [little, big]) expect(decodeText(bytes, 'This')).toBe('\uFEFFé1');
    expect(decodeText(Uint8Array.of(0xc3, 0xa9), 'This')).toBe('é');
    for (const bytes of [Uint8Array.of(0xe9), little.subarray(0, 3)])
      expect(() => decodeText(bytes, 'This')).toThrow(FormatError);
  });

  it('tells UTF-16 without a mark by its zeros, and takes no other zeros for text', () => {
    const text = 'w0\nKöln\n词\t1,5\n';
    const bytes = Uint8Array.from(
      { length: 2 * text.length },
      (_, i) => (text.charCodeAt(i >> 1) >> (8 * (i % 2))) & 255,
    );
    expect(decodeText(bytes, 'This')).toBe(text);
    const swapped = bytes.map((_, i) => bytes[i ^ 1]!);
    expect(decodeText(swapped, 'This')).toBe(text);
    expect(() => decodeText(Uint8Array.of(97, 0, 98, 99, 0, 100), 'This')).toThrow(
      /This holds bytes of zero/,
    );
  });
});
