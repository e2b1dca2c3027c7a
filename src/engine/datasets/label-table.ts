import path from 'node:path';
import { UserError } from '../../contract/errors';
import { readCsvTable, readTsvTable } from '../../core/formats/table-text';
import { decodeText } from '../../core/formats/utf8';
import { LABEL_NAMES } from '../../core/tables/column-names';
import { oneHotClasses } from '../../core/tables/one-hot';
import { readPlain } from '../../files/plain-file';
import { readError } from '../runs/file-errors';
import { looksLikeImage, partOf, type Part } from './folder-parts';
import { NameMatcher } from './name-matcher';

/** A table of labels is text for people; larger ones are something else. */
const MOST_BYTES = 256 * 1024 ** 2;
const LABELS = [...LABEL_NAMES, 'classes', 'classname', 'y'];
/** The names that older runs knew, whose first column in the table was taken. */
const LABELS_BEFORE = /^(label|labels|label_name|class|classes|class_name|classname|category|target|y)$/;
const SPLIT = /^(split|part|set|subset|fold|partition|usage|phase)$/i;
/** Names in a sentence. */
const FIRST = 3;

/** What a table says of some images. */
export interface LabelTable {
  /** Of each file, in their order; null for none. */
  labels: (string | null)[];
  /** Of each file; null throughout where the table has no such column. */
  parts: (Part | null)[];
  hasParts: boolean;
  /** What was taken, and what fitted nothing, in sentences. */
  notes: string[];
  /** The column that was taken, or those of which the one that is 1 is the label. */
  columns: string[];
}

/** How the labels of a table are found. */
export interface LabelColumns {
  /** Those that an earlier reading took. */
  columns?: readonly string[] | undefined;
  /** By the rules of older runs, which kept no columns. */
  asBefore?: boolean;
}

/**
 * Reads the labels of images from a CSV or TSV: the column whose cells name most of the files (by their path, their name,
 * or that without its ending) and the labels beside it, with a header or without. `files` are relative, with `/`.
 * Throws UserError when it cannot be read or names none of them.
 */
export async function readLabelTable(
  full: string,
  name: string,
  files: readonly string[],
  { columns: wanted, asBefore = false }: LabelColumns = {},
): Promise<LabelTable> {
  const rows = await readRows(full, name);
  const width = rows[0]?.length ?? 0;
  const hitsOf = (by: NameMatcher): number[] =>
    Array.from({ length: width }, (_, column) => rows.filter((row) => by.find(row[column]!) !== null).length);
  const folder = path.posix.dirname(name);
  let matcher = new NameMatcher(files, folder);
  let hits = hitsOf(matcher);
  let isLoose = false;
  const best = Math.max(...hits, 0);
  // Of numbers without their zeros the longest are exact all the same. No matching can double what half of the rows have.
  if (asBefore ? best === 0 : 2 * best < rows.length) {
    const loose = new NameMatcher(files, folder, true);
    const looseHits = hitsOf(loose);
    isLoose = asBefore || 2 * best < Math.max(...looseHits, 0);
    if (isLoose) [matcher, hits] = [loose, looseHits];
  }
  const fileColumn = hits.indexOf(Math.max(...hits, 1));
  if (fileColumn < 0) {
    throw new UserError(
      `No cell of ${name} names one of the images: give a table with a column of their file names.`,
    );
  }
  if (width < 2)
    throw new UserError(`${name} has one column alone: give one with file names and one with labels.`);
  const first = rows[0]!;
  const hasHeader = matcher.find(first[fileColumn]!) === null && !looksLikeImage(first[fileColumn]!);
  const body = hasHeader ? rows.slice(1) : rows;
  const others = first.map((_, column) => column).filter((column) => column !== fileColumn);
  const named = (is: (title: string) => boolean): number =>
    hasHeader ? (others.find((column) => is(first[column]!.trim().toLowerCase())) ?? -1) : -1;
  const partOfCell = asBefore ? partOf : partInCell;
  const splitColumn = splitOf(
    named((title) => SPLIT.test(title)),
    body,
    partOfCell,
  );
  const plain = others.filter((column) => column !== splitColumn);
  const titleOf = (column: number): string => (hasHeader ? first[column]!.trim() : `column ${column + 1}`);
  const chosen = wanted?.map((title) => {
    const column = others.find((each) => titleOf(each) === title);
    if (column === undefined)
      throw new UserError(
        `${name} has no column "${title}", from which the labels were read before: put it back, or choose the labels again.`,
      );
    return column;
  });
  const byName =
    chosen?.[0] ??
    (asBefore
      ? named((title) => LABELS_BEFORE.test(title))
      : LABELS.map((label) => named((title) => title === label)).find((column) => column >= 0)) ??
    -1;
  const isFound = byName < 0 && hasHeader && !asBefore;
  const flags =
    chosen === undefined ? (isFound ? oneHotIn(body, plain) : null) : chosen.length > 1 ? chosen : null;
  const labelColumn = byName >= 0 ? byName : (plain.find((column) => column > fileColumn) ?? plain[0] ?? -1);
  if (labelColumn < 0) throw new UserError(`${name} has no column of labels beside that of the file names.`);
  const taken: Taken = {
    name,
    files,
    matcher,
    body,
    fileColumn,
    titleOf,
    label:
      flags === null
        ? { title: titleOf(labelColumn), of: (row) => row[labelColumn]! }
        : {
            title: `which of ${titleOf(flags[0]!)} to ${titleOf(flags.at(-1)!)} is 1`,
            of: (row) => flags.filter((column) => Number(row[column]) === 1).map(titleOf)[0] ?? '',
          },
    partOfRow: splitColumn < 0 ? null : (row) => partOfCell(row[splitColumn]!),
  };
  const table = assigned(taken);
  const note = `The names in ${name} are those of the images but for their endings, their case or zeros before a number, and were matched without.`;
  const isGuessed = byName < 0 && flags === null && plain.length > 1;
  const aside = plain.filter((column) => column !== labelColumn).map(titleOf);
  const guess = `No column of ${name} is called as labels are, so ${titleOf(labelColumn)} was taken and ${firstOf(aside)} left aside: call the right one "label".`;
  return {
    ...table,
    columns: (flags ?? [labelColumn]).map(titleOf),
    notes: [...table.notes, ...(isGuessed ? [guess] : []), ...(isLoose ? [note] : [])],
  };
}

/** Three columns and more of which each row has a 1 in one and 0 in all others, as answers of competitions are; null for none. */
function oneHotIn(body: readonly string[][], columns: readonly number[]): number[] | null {
  const isFlag = (cell: string): boolean => /^[01](\.0*)?$/.test(cell.trim());
  const flags = columns.filter((column) => body.every((row) => isFlag(row[column]!)));
  const values = body.flatMap((row) => flags.map((column) => Number(row[column])));
  return flags.length > 2 && oneHotClasses(values, flags.length) !== null ? flags : null;
}

/** The part that a cell names: competitions have a public and a private test. */
function partInCell(cell: string): Part | null {
  return partOf(cell) ?? (/^(public|private)[ _-]?test$/i.test(cell.trim()) ? 'test' : null);
}

/** A column of parts is one when all its cells are the names of parts. */
function splitOf(
  column: number,
  body: readonly string[][],
  partOfCell: (cell: string) => Part | null,
): number {
  const isSplit =
    column >= 0 && body.every((row) => row[column]!.trim() === '' || partOfCell(row[column]!) !== null);
  return isSplit ? column : -1;
}

/** What was found out about a table, and how a row of it is read. */
interface Taken {
  name: string;
  files: readonly string[];
  matcher: NameMatcher;
  body: readonly string[][];
  fileColumn: number;
  titleOf: (column: number) => string;
  label: { title: string; of: (row: readonly string[]) => string };
  /** Null where the table says nothing of parts. */
  partOfRow: ((row: readonly string[]) => Part | null) | null;
}

function assigned({
  name,
  files,
  matcher,
  body,
  fileColumn,
  titleOf,
  label,
  partOfRow,
}: Taken): Omit<LabelTable, 'columns'> {
  const labels = new Array<string | null>(files.length).fill(null);
  const parts = new Array<Part | null>(files.length).fill(null);
  const seen = new Set<number>();
  const without: string[] = [];
  const twice: string[] = [];
  for (const row of body) {
    const cell = row[fileColumn]!;
    const found = matcher.find(cell);
    if (found === null) without.push(cell);
    else if (seen.has(found)) {
      if (labels[found] !== labelOf(label.of(row))) twice.push(cell);
    } else {
      seen.add(found);
      labels[found] = labelOf(label.of(row));
      parts[found] = partOfRow?.(row) ?? null;
    }
  }
  const bare = files.filter((_, i) => !seen.has(i));
  const notes = [
    `Labels are read from ${name}: ${label.title}, by ${titleOf(fileColumn)}; ${seen.size} of ${files.length} images have a row.`,
  ];
  if (bare.length > 0)
    notes.push(
      `${counted(bare.length, 'image has', 'images have')} no row in ${name} and so no label: ${firstOf(bare)}.`,
    );
  if (without.length > 0)
    notes.push(
      `${counted(without.length, 'row', 'rows')} of ${name} ${without.length === 1 ? 'names' : 'name'} no image that is there, or a name that several have: ${firstOf(without)}.`,
    );
  if (twice.length > 0)
    notes.push(
      `${counted(twice.length, 'row', 'rows')} of ${name} ${twice.length === 1 ? 'gives' : 'give'} an image another label than a row before, which stands: ${firstOf(twice)}.`,
    );
  return { labels, parts, hasParts: partOfRow !== null, notes };
}

const labelOf = (cell: string): string | null => (cell.trim() === '' ? null : cell.trim().normalize('NFC'));

const counted = (n: number, one: string, several: string): string => `${n} ${n === 1 ? one : several}`;

function firstOf(names: readonly string[]): string {
  const first = names.slice(0, FIRST).join(', ');
  return names.length > FIRST ? `${first} and ${names.length - FIRST} more` : first;
}

async function readRows(full: string, name: string): Promise<string[][]> {
  try {
    const text = decodeText(await readPlain(full, MOST_BYTES), name);
    return /\.(tsv|tab)$/i.test(name) ? readTsvTable(text) : readCsvTable(text);
  } catch (error) {
    throw readError(error, full);
  }
}
