import path from 'node:path';
import { UserError } from '../../../contract/errors';
import { readJsonLines } from '../../../core/formats/json-lines';
import { FormatError } from '../../../core/formats/format-error';
import { foreignColumn, type ForeignColumn } from '../../../core/formats/foreign-table';
import { readNpyTexts } from '../../../core/formats/npy-texts';
import { decodeText } from '../../../core/formats/utf8';
import { companionColumns, type CompanionColumns } from '../../../core/tables/companion-table';
import { oneHotClasses, withOneHotLabel } from '../../../core/tables/one-hot';
import { readParsed } from '../../runs/read-bytes';
import { columnOfCells, readParquet } from './read-parquet';

/** Endings of files that may hold labels and other columns for vectors or images that lie in another file. */
export const COMPANION_ENDINGS = ['.csv', '.tsv', '.txt', '.npy', '.parquet', '.jsonl', '.ndjson'] as const;

/** What the rows are of. */
export type CompanionOf = 'vector' | 'image' | 'point';

/**
 * The columns of a file that has a row for each of `n` vectors, or of what `of` calls them; classes that are told by a single
 * 1 in each row are one column. Throws UserError when it cannot be
 * read, or has not as many rows.
 */
export async function readCompanion(file: string, n: number, of: CompanionOf): Promise<CompanionColumns> {
  const read = await readAsItIs(file, n, of);
  const { columns, notes } = withOneHotLabel(read.columns, path.basename(file));
  return { columns, notes: [...read.notes, ...notes] };
}

async function readAsItIs(file: string, n: number, of: CompanionOf): Promise<CompanionColumns> {
  const name = path.basename(file);
  const text = (separator: ',' | '\t') => (bytes: Uint8Array) =>
    companionColumns(decodeText(bytes, name), n, { name, separator, of });
  switch (path.extname(file).toLowerCase()) {
    case '.npy':
      return readParsed(file, (bytes) => fromArray(bytes, n, name, of));
    case '.tsv':
    case '.txt':
      return readParsed(file, text('\t'));
    case '.csv':
      return readParsed(file, text(','));
    case '.parquet':
      return ofAsMany(file, await readParquet(file), n, of);
    case '.jsonl':
    case '.ndjson':
      return ofAsMany(
        file,
        await readParsed(file, (bytes) => readJsonLines(bytes).map(columnOfCells)),
        n,
        of,
      );
    default:
      throw new UserError(`${file} must end in ${COMPANION_ENDINGS.join(', ')} to be read as labels.`);
  }
}

function fromArray(bytes: Uint8Array, n: number, name: string, of: string): CompanionColumns {
  const { shape, texts } = readNpyTexts(bytes);
  const [rows = 0, width = 1] = shape;
  if (rows !== n) throw new FormatError(miscounted(name, rows, n, of));
  const classes = oneHotClasses(texts.map(Number), width);
  if (classes !== null) {
    const note = `Each row of ${name} has a single 1 among ${width} numbers: which of them it is, from 0, was taken for the label.`;
    return { columns: [foreignColumn('label', classes.map(String))], notes: [note] };
  }
  const columns = Array.from({ length: width }, (_, at) =>
    foreignColumn(
      at === 0 ? 'label' : `label_${at}`,
      texts.filter((_, i) => i % width === at),
    ),
  );
  return { columns, notes: [] };
}

function ofAsMany(file: string, columns: ForeignColumn[], n: number, of: string): CompanionColumns {
  const rows = columns[0]?.n ?? 0;
  if (rows !== n)
    throw new UserError(`${file} cannot be read: ${miscounted(path.basename(file), rows, n, of)}`);
  return { columns, notes: [] };
}

function miscounted(name: string, rows: number, n: number, of: string): string {
  return `${name} has ${rows} ${rows === 1 ? 'row' : 'rows'} for ${n} ${n === 1 ? of : `${of}s`}: a row for each ${of} is needed.`;
}
