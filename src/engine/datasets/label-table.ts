import path from 'node:path';
import { UserError } from '../../contract/errors';
import { readCsvTable, readTsvTable } from '../../core/formats/table-text';
import { decodeText } from '../../core/formats/utf8';
import { LABEL_NAMES } from '../../core/tables/column-names';
import { readPlain } from '../../files/plain-file';
import { readError } from '../runs/file-errors';
import { looksLikeImage, partOf, type Part } from './folder-parts';

/** A table of labels is text for people; larger ones are something else. */
const MOST_BYTES = 256 * 1024 ** 2;
const LABELS = [...LABEL_NAMES, 'classes', 'classname', 'y'];
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
): Promise<LabelTable> {
  const rows = await readRows(full, name);
  const width = rows[0]?.length ?? 0;
  const hitsOf = (by: Matcher): number[] =>
    Array.from({ length: width }, (_, column) => rows.filter((row) => by.find(row[column]!) !== null).length);
  const exact = new Matcher(files, path.posix.dirname(name));
  const exactHits = hitsOf(exact);
  const isLoose = exactHits.every((count) => count === 0);
  const matcher = isLoose ? new Matcher(files, path.posix.dirname(name), true) : exact;
  const hits = isLoose ? hitsOf(matcher) : exactHits;
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
  const splitColumn = splitOf(
    named((title) => SPLIT.test(title)),
    body,
  );
  const plain = others.filter((column) => column !== splitColumn);
  const byName = LABELS.map((label) => named((title) => title === label)).find((column) => column >= 0) ?? -1;
  const labelColumn = byName >= 0 ? byName : (plain.find((column) => column > fileColumn) ?? plain[0] ?? -1);
  if (labelColumn < 0) throw new UserError(`${name} has no column of labels beside that of the file names.`);
  const table = assigned({
    name,
    files,
    matcher,
    body,
    fileColumn,
    labelColumn,
    splitColumn,
    header: hasHeader ? first : null,
  });
  const note = `The names in ${name} are those of the images but for their endings or their case, and were matched without.`;
  return isLoose ? { ...table, notes: [...table.notes, note] } : table;
}

/** A column of parts is one when all its cells are the names of parts. */
function splitOf(column: number, body: readonly string[][]): number {
  const isSplit =
    column >= 0 && body.every((row) => row[column]!.trim() === '' || partOf(row[column]!) !== null);
  return isSplit ? column : -1;
}

interface Taken {
  name: string;
  files: readonly string[];
  matcher: Matcher;
  body: readonly string[][];
  fileColumn: number;
  labelColumn: number;
  splitColumn: number;
  header: readonly string[] | null;
}

function assigned({
  name,
  files,
  matcher,
  body,
  fileColumn,
  labelColumn,
  splitColumn,
  header,
}: Taken): LabelTable {
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
      if (labels[found] !== labelOf(row[labelColumn]!)) twice.push(cell);
    } else {
      seen.add(found);
      labels[found] = labelOf(row[labelColumn]!);
      parts[found] = splitColumn < 0 ? null : partOf(row[splitColumn]!);
    }
  }
  const titleOf = (column: number): string =>
    header === null ? `column ${column + 1}` : header[column]!.trim();
  const bare = files.filter((_, i) => !seen.has(i));
  const notes = [
    `Labels are read from ${name}: ${titleOf(labelColumn)}, by ${titleOf(fileColumn)}; ${seen.size} of ${files.length} images have a row.`,
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
  return { labels, parts, hasParts: splitColumn >= 0, notes };
}

const labelOf = (cell: string): string | null => (cell.trim() === '' ? null : cell.trim().normalize('NFC'));

const counted = (n: number, one: string, several: string): string => `${n} ${n === 1 ? one : several}`;

function firstOf(names: readonly string[]): string {
  const first = names.slice(0, FIRST).join(', ');
  return names.length > FIRST ? `${first} and ${names.length - FIRST} more` : first;
}

/** Finds the one image that a cell names; a name that several have is none's. */
class Matcher {
  private readonly places = new Map<string, number | null>();

  /** `isLoose`: without regard to case and to the ending of an image. */
  constructor(
    files: readonly string[],
    folder: string,
    private readonly isLoose = false,
  ) {
    const inside = folder === '.' ? '' : `${this.nameOf(folder)}/`;
    const put = (key: string, i: number): void => {
      const known = this.places.get(key);
      this.places.set(key, known === undefined || known === i ? i : null);
    };
    files.forEach((file, i) => {
      const whole = this.nameOf(file);
      // Below the table's own folder, and by the name alone.
      const names = [
        whole,
        whole.startsWith(inside) ? whole.slice(inside.length) : whole,
        path.posix.basename(whole),
      ];
      for (const key of new Set(names.flatMap((each) => [each, withoutEnding(each)]))) put(key, i);
    });
  }

  find(cell: string): number | null {
    const name = this.nameOf(cell);
    if (name === '') return null;
    return this.places.get(name) ?? this.places.get(path.posix.basename(name)) ?? null;
  }

  private nameOf(text: string): string {
    const name = plain(text);
    if (!this.isLoose) return name;
    return (looksLikeImage(name) ? withoutEnding(name) : name).toLowerCase();
  }
}

const plain = (name: string): string =>
  name
    .trim()
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '');
const withoutEnding = (name: string): string => name.slice(0, name.length - path.posix.extname(name).length);

async function readRows(full: string, name: string): Promise<string[][]> {
  try {
    const text = decodeText(await readPlain(full, MOST_BYTES), name);
    return /\.(tsv|tab)$/i.test(name) ? readTsvTable(text) : readCsvTable(text);
  } catch (error) {
    throw readError(error, full);
  }
}
