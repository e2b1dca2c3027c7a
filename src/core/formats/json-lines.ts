import { byteLines } from './byte-lines';
import { FormatError } from './format-error';
import { nestedColumns } from './nested-columns';

/** A key of the objects: what each line has under it, undefined where it has nothing. */
export interface JsonColumn {
  name: string;
  cells: unknown[];
}

/** Whole numbers of more digits than a JavaScript number holds, outside of texts. */
const LARGE_WHOLE = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * The columns of JSON Lines, an object on each line; a line may also be a list, whose column is called `vector`. Whole numbers
 * that would lose digits become texts, and what lies in objects a column of its own (`metadata.label`). Empty lines are left out. Throws FormatError, with the line, for one that is neither.
 */
export function readJsonLines(bytes: Uint8Array): JsonColumn[] {
  const columns = new Map<string, unknown[]>();
  let number = 0;
  let row = 0;
  for (const line of byteLines(bytes, 'This JSON Lines file')) {
    number += 1;
    if (line.trim() === '') continue;
    for (const [name, value] of Object.entries(objectOf(line, number))) {
      let cells = columns.get(name);
      if (cells === undefined) columns.set(name, (cells = []));
      cells[row] = value;
    }
    row += 1;
  }
  if (row === 0) throw new FormatError('It is empty.');
  return nestedColumns(
    [...columns].map(([name, cells]) => ({
      name: name === '' ? 'nameless' : name,
      cells: Array.from({ length: row }, (_, i) => cells[i]),
    })),
  );
}

function objectOf(line: string, number: number): object {
  let value: unknown;
  try {
    value = JSON.parse(line.replaceAll(LARGE_WHOLE, exactly));
  } catch (cause) {
    throw new FormatError(`Line ${number} is not JSON: JSON Lines has an object on each line.`, { cause });
  }
  if (Array.isArray(value)) return { vector: value };
  if (typeof value === 'object' && value !== null) return value;
  throw new FormatError(`Line ${number} is no object: JSON Lines has one on each line.`);
}

function exactly(part: string): string {
  return part.startsWith('"') || Number.isSafeInteger(Number(part)) ? part : `"${part}"`;
}
