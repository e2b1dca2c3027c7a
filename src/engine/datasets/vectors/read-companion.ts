import path from 'node:path';
import { UserError } from '../../../contract/errors';
import { companionColumns, type CompanionColumns } from '../../../core/formats/companion-table';
import { FormatError } from '../../../core/formats/format-error';
import { foreignColumn } from '../../../core/formats/foreign-table';
import { readNpyTexts } from '../../../core/formats/npy-texts';
import { decodeText } from '../../../core/formats/utf8';
import { readParsed } from '../../runs/read-bytes';

/** Endings of files that may hold labels and other columns for vectors or images that lie in another file. */
export const COMPANION_ENDINGS = ['.tsv', '.csv', '.txt', '.npy'] as const;

/**
 * The columns of a file that has a row for each of `n` vectors, or of what `of` calls them. Throws UserError when it cannot be
 * read, or has not as many rows.
 */
export async function readCompanion(
  file: string,
  n: number,
  of: 'vector' | 'image',
): Promise<CompanionColumns> {
  const name = path.basename(file);
  switch (path.extname(file).toLowerCase()) {
    case '.npy':
      return readParsed(file, (bytes) => fromArray(bytes, n, name, of));
    case '.tsv':
    case '.txt':
      return readParsed(file, (bytes) =>
        companionColumns(decodeText(bytes, name), n, { name, separator: '\t', of }),
      );
    case '.csv':
      return readParsed(file, (bytes) =>
        companionColumns(decodeText(bytes, name), n, { name, separator: ',', of }),
      );
    default:
      throw new UserError(`${file} must end in ${COMPANION_ENDINGS.join(', ')} to be read as labels.`);
  }
}

function fromArray(bytes: Uint8Array, n: number, name: string, of: string): CompanionColumns {
  const { shape, texts } = readNpyTexts(bytes);
  const [rows = 0, width = 1] = shape;
  if (rows !== n)
    throw new FormatError(`${name} has ${rows} values for ${n} ${of}s: one for each is needed.`);
  const columns = Array.from({ length: width }, (_, at) =>
    foreignColumn(
      at === 0 ? 'label' : `label_${at}`,
      texts.filter((_, i) => i % width === at),
    ),
  );
  return { columns, notes: [] };
}
