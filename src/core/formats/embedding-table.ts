import { CSV_LINE_END, encodeCsvCell, encodeCsvRow } from './csv';
import { formatFloat32 } from './decimal';
import { chosenColumns, type TableColumn } from './table-columns';

/** A further column, `values` `[n]`; a number that is NaN and an empty text are not known. */
export type OtherColumn =
  | { kind: 'number'; name: string; values: Float32Array }
  | {
      kind: 'text';
      name: string;
      values: readonly string[];
      /** `[n]`, where the texts are numbers that float32 does not give back. */
      numbers?: Float64Array | undefined;
    };

/**
 * What is known of `n` encoded images. A column whose values are not given is left out of the table as a whole.
 * A label below 0 and a file that is null are not known: their cells stay empty.
 */
export interface EmbeddingTable {
  n: number;
  latent: number;
  /** Of each image, `[n]`; its row number when not given. */
  index?: ArrayLike<number> | undefined;
  /** `train` or `test`, `[n]`. */
  split?: readonly string[] | undefined;
  /** Places in `labelNames`, `[n]`. */
  label?: ArrayLike<number> | undefined;
  labelNames?: readonly string[] | undefined;
  file?: readonly (string | null)[] | undefined;
  /** What else is known, under names of its own. */
  other?: readonly OtherColumn[] | undefined;
  /** `[n, latent]`. */
  mu?: Float32Array | undefined;
  /** `[n, latent]`. */
  logvar?: Float32Array | undefined;
  /** `[n, dims]`, with `dims` 2 or 3. */
  map?: Float32Array | undefined;
  dims?: 2 | 3 | undefined;
  /** Nats per image, `[n]`. */
  bce?: Float32Array | undefined;
  kl?: Float32Array | undefined;
  /** Share of each image's nearest that the map lost, `[n]`; NaN where it was not measured. */
  distortion?: Float32Array | undefined;
  /** The rows to write, in this order; all when not given. */
  rows?: ArrayLike<number> | undefined;
  /** The columns to write: their names, or those of groups (`mu`, `logvar`, `map`, `other`); all but the distortion when not given. */
  columns?: readonly string[] | undefined;
}

export const ROWS_PER_CHUNK = 256;

/**
 * The table as CSV text (RFC 4180, header first): `index,split,label,label_name,file,mu_0…,logvar_0…,x,y,z,bce,kl`, then
 * what the data brought along, in chunks that can be written one after the other, so that any number of rows passes through little memory.
 * Throws RangeError when an array has not the length that `n`, `latent` and `dims` give it, or a row or a column is not
 * there.
 */
export function* embeddingCsv(table: EmbeddingTable): Generator<string, void, undefined> {
  const columns = chosenColumns(table);
  const cells = columns.map(cellOf);
  const rows = table.rows;
  const count = rows?.length ?? table.n;
  yield encodeCsvRow(columns.map(({ name }) => name));
  const alone = columns.length === 1;
  for (let start = 0; start < count; start += ROWS_PER_CHUNK) {
    let chunk = '';
    for (let i = start; i < Math.min(count, start + ROWS_PER_CHUNK); i++) {
      const row = rows === undefined ? i : rows[i]!;
      let line = cells[0]!(row);
      for (let column = 1; column < cells.length; column++) line += `,${cells[column]!(row)}`;
      // A line that is empty would be read as no row at all.
      chunk += (alone && line === '' ? '""' : line) + CSV_LINE_END;
    }
    yield chunk;
  }
}

function cellOf(column: TableColumn): (row: number) => string {
  switch (column.type) {
    case 'int': {
      const { value } = column;
      return (row) => String(value(row) ?? '');
    }
    case 'float': {
      const { value } = column;
      // A column that the data brought along says by NaN that a value is not known.
      return column.group === 'other' || column.group === 'distortion'
        ? (row) => (Number.isNaN(value(row)) ? '' : formatFloat32(value(row)))
        : (row) => formatFloat32(value(row));
    }
    case 'exact': {
      // A number runs in no spreadsheet, whatever it begins with.
      const { value } = column;
      return (row) => value(row) ?? '';
    }
    case 'text':
      return remembered(column.value);
  }
}

/** Class names and splits come again and again, and so do their cells. */
function remembered(value: (row: number) => string | null): (row: number) => string {
  const known = new Map<string, string>();
  return (row) => {
    const text = value(row) ?? '';
    let cell = known.get(text);
    if (cell === undefined) {
      cell = encodeCsvCell(text);
      if (known.size < 1000) known.set(text, cell);
    }
    return cell;
  };
}
