import { FormatError } from './format-error';

/** So much of a text tells what it is. */
const LOOKED_AT = 65_536;
/** So many lines are compared. */
const LINES = 20;

const ARFF = /^\s*(?:%[^\n]*\n\s*)*@relation\b/i;
/** A label, and pairs of a number and a value. */
const LIBSVM = /^[+-]?[\d.]+(?:,[\d.]+)*(?: +qid:\d+)?(?: +\d+:[^\s:#]+)+ *(?:#.*)?$/;

/**
 * Throws FormatError for texts that other programs keep vectors in and that are no tables, Weka's ARFF and LIBSVM's pairs:
 * each says what to do.
 */
export function checkKindOfText(text: string): void {
  const begin = text.slice(0, LOOKED_AT).replace(/^\uFEFF/, '');
  if (ARFF.test(begin))
    throw new FormatError(
      "This is an ARFF file of Weka: save it as CSV, with Weka's CSVSaver or with pandas after scipy.io.arff.loadarff(file).",
    );
  const lines = firstLines(begin);
  if (lines.length > 0 && lines.every((line) => LIBSVM.test(line.trim())))
    throw new FormatError(
      'This is a file of LIBSVM (a label and number:value pairs): read it with sklearn.datasets.load_svmlight_file(file) and save X.toarray() with numpy.save, its labels in another.',
    );
}

/** Throws FormatError where lines above the header of a table that cannot be read are titles. */
export function checkTitles(text: string): void {
  const lines = firstLines(text);
  const titles = titlesAbove(lines);
  if (titles > 0)
    throw new FormatError(
      `Its first ${titles === 1 ? 'line' : `${titles} lines`} ("${lines[0]!
        .slice(0, 40)
        .replace(/[,;\t|"]/g, ' ')
        .trim()}") ${titles === 1 ? 'is a title' : 'are titles'} above the header: take ${titles === 1 ? 'it' : 'them'} out, so that the names of the columns come first.`,
    );
}

function firstLines(text: string): string[] {
  const begin = text.slice(0, LOOKED_AT).replace(/^\uFEFF/, '');
  const all = begin.split(/\r?\n/, LINES + 1);
  // The last may be cut.
  const isCut = all.length > LINES || text.length > LOOKED_AT;
  return (isCut ? all.slice(0, -1) : all).filter((line) => line.trim() !== '');
}

/** Fewer columns or rows are not judged. */
const FEWEST = 3;
/** `Date: 2024-01-02` may be two. */
const MOST_IN_TITLE = 2;

/** How many of the first lines have one cell, or two, above lines of three and more that are as many in all the others. */
function titlesAbove(lines: readonly string[]): number {
  for (const separator of ['\t', ';', ',']) {
    const cells = lines.map((line) => cellsOf(line, separator));
    const width = cells.at(-1)?.length ?? 0;
    if (width < FEWEST) continue;
    const isTitle = (at: number): boolean =>
      cells[at]!.filter((cell) => cell !== '').length <= MOST_IN_TITLE && !/^[#!]|^"?sep=/i.test(lines[at]!);
    let titles = 0;
    while (titles < lines.length && isTitle(titles)) titles++;
    const rest = lines.length - titles;
    const names = cells[titles];
    if (titles === 0 || rest < FEWEST || names === undefined) continue;
    const isHeader = names.slice(1).every((name) => name !== '' && Number.isNaN(Number(name)));
    if (isHeader && cells.slice(titles).every((each) => each.length === width)) return titles;
  }
  return 0;
}

function cellsOf(line: string, separator: string): string[] {
  return line
    .replace(/"[^"]*"/g, '-')
    .split(separator)
    .map((cell) => cell.trim());
}
