import { byteLines } from './byte-lines';
import { parseNumber } from './decimal';
import { foreignColumn, type ForeignTable } from './foreign-table';
import { FormatError } from './format-error';

/** How many words there are, of how many numbers. */
const HEADER = /^(\d+)[ \t]+(\d+)[ \t]*$/;

/**
 * Vectors in text, one on a line, their numbers apart by blanks: word2vec's (`n d`, then `word v1 … vd`), GloVe's, which has no
 * first line of counts, and NumPy's, which has no words. A word may hold blanks. Throws FormatError, with the line, for what
 * is none, or is not as many as its first line says.
 */
export function readWordVectors(bytes: Uint8Array): ForeignTable {
  const lines = byteLines(bytes, 'This file of vectors');
  let number = 0;
  let line = '';
  const next = (): boolean => {
    const { value } = lines.next();
    number += 1;
    line = value ?? '';
    return value !== undefined;
  };
  if (!next()) throw new FormatError('It is empty.');
  // What numpy.savetxt writes before the numbers.
  while (line.startsWith('#') && numbersAtEnd(line.split(BLANKS)) === 0 && next());
  const counts = HEADER.exec(line);
  if (counts !== null && !next()) throw new FormatError('It has a line of counts, and no vectors.');
  const first = partsOf(line);
  // A word that is a number is one only where a line of counts says so.
  const d = counts !== null && first.length > 2 ? Number(counts[2]) : numbersAtEnd(first);
  const isCounted = counts !== null && first.length > 2;
  const hasWords = isCounted || d < first.length;
  if (d === 0) throw new FormatError(`Line ${number} has no numbers: it is no file of vectors.`);
  const announced = isCounted ? Number(counts[1]) : null;
  if (announced !== null && announced * d * 2 > bytes.length) {
    throw new FormatError(
      `Its first line announces ${announced} words of ${d} numbers, more than the file can hold: it is cut short.`,
    );
  }
  const values: number[] | Float32Array = announced === null ? [] : new Float32Array(announced * d);
  const words: string[] = [];
  let n = 0;
  if (counts !== null && !isCounted) n = put(values, 0, partsOf(counts[0]), d, number - 1);
  do {
    if (line.trim() === '') continue;
    if (announced !== null && n >= announced) break;
    const parts = partsOf(line);
    if (hasWords) {
      if (parts.length <= d) throw wrongCount(number, parts.length - 1, d);
      words.push(parts.slice(0, parts.length - d).join(' '));
    }
    n = put(values, n, hasWords ? parts.slice(parts.length - d) : parts, d, number);
  } while (next());
  if (announced !== null && (n !== announced || line.trim() !== '')) {
    const found = n < announced ? `${n} follow` : 'more follow';
    throw new FormatError(`Its first line announces ${announced} words, and ${found}.`);
  }
  const vectors = values instanceof Float32Array ? values : Float32Array.from(values);
  return {
    columns: [],
    metadata: hasWords ? [foreignColumn('word', words)] : [],
    arrays: [{ name: 'vectors', n, d, data: vectors }],
    notes: [],
    ...(hasWords ? { loneLabel: 'word' } : {}),
  };
}

const BLANKS = /[ \t]+/;

/** Some programs end each line with a blank. */
function partsOf(line: string): string[] {
  return line.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '').split(BLANKS);
}

function numbersAtEnd(parts: readonly string[]): number {
  return parts.length - 1 - parts.findLastIndex((part) => part === '' || numberIn(part) === undefined);
}

/** Writes row `row` and answers how many there are. */
function put(
  values: number[] | Float32Array,
  row: number,
  parts: readonly string[],
  d: number,
  line: number,
): number {
  if (parts.length !== d) throw wrongCount(line, parts.length, d);
  for (let i = 0; i < d; i++) {
    const value = numberIn(parts[i]!);
    if (value === undefined)
      throw new FormatError(`Line ${line} holds "${parts[i]!.slice(0, 40)}" where a number belongs.`);
    values[row * d + i] = value;
  }
  return row + 1;
}

/** `parseNumber`, most of the time without its regular expression. */
function numberIn(text: string): number | undefined {
  const quick = Number(text);
  return Number.isFinite(quick) && /^[-+.\d]/.test(text) && !/[xob]/i.test(text) ? quick : parseNumber(text);
}

function wrongCount(line: number, found: number, d: number): FormatError {
  return new FormatError(`Line ${line} has ${Math.max(0, found)} numbers where the first has ${d}.`);
}
