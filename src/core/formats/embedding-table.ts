import { CSV_LINE_END, encodeCsvCell, encodeCsvRow } from './csv';
import { formatFloat32 } from './decimal';

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
  /** The rows to write, in this order; all when not given. */
  rows?: ArrayLike<number> | undefined;
}

/** Writes the cells of one row, separated and with a comma before each. */
interface Columns {
  names: readonly string[];
  cells: (row: number) => string;
}

const ROWS_PER_CHUNK = 256;

/**
 * The table as CSV text (RFC 4180, header first): `index,split,label,label_name,file,mu_0…,logvar_0…,x,y,z,bce,kl`,
 * in chunks that can be written one after the other, so that any number of rows passes through little memory.
 * Throws RangeError when an array has not the length that `n`, `latent` and `dims` give it, or a row is not there.
 */
export function* embeddingCsv(table: EmbeddingTable): Generator<string, void, undefined> {
  const columns = columnsOf(table);
  const rows = table.rows;
  const count = rows?.length ?? table.n;
  const index = table.index;
  yield encodeCsvRow(['index', ...columns.flatMap(({ names }) => names)]);
  for (let start = 0; start < count; start += ROWS_PER_CHUNK) {
    let chunk = '';
    for (let i = start; i < Math.min(count, start + ROWS_PER_CHUNK); i++) {
      const row = rows === undefined ? i : rows[i]!;
      if (!Number.isInteger(row) || row < 0 || row >= table.n) {
        throw new RangeError(`There is no row ${row} in a table of ${table.n}.`);
      }
      chunk += String(index === undefined ? row : index[row]!);
      for (const column of columns) chunk += column.cells(row);
      chunk += CSV_LINE_END;
    }
    yield chunk;
  }
}

function columnsOf(table: EmbeddingTable): Columns[] {
  const { n, latent, label, labelNames, dims } = table;
  const columns: Columns[] = [];
  const add = (name: string, values: ArrayLike<unknown> | undefined, cell: (row: number) => string): void => {
    if (values === undefined) return;
    checkLength(name, values, n);
    columns.push({ names: [name], cells: (row) => `,${cell(row)}` });
  };
  const addNumbers = (what: string, names: readonly string[], values: Float32Array | undefined): void => {
    if (values === undefined) return;
    checkLength(what, values, n * names.length);
    columns.push({ names, cells: numberCells(values, names.length) });
  };
  const numbered = (name: string): string[] => Array.from({ length: latent }, (_, i) => `${name}_${i}`);

  if (table.index !== undefined) checkLength('index', table.index, n);
  add('split', table.split, (row) => encodeCsvCell(table.split![row]!));
  add('label', label, (row) => (label![row]! < 0 ? '' : String(label![row]!)));
  if (labelNames !== undefined && labelNames.length > 0) {
    const names = labelNames.map(encodeCsvCell);
    add('label_name', label, (row) => names[label![row]!] ?? '');
  }
  add('file', table.file, (row) => encodeCsvCell(table.file![row] ?? ''));
  addNumbers('mu', numbered('mu'), table.mu);
  addNumbers('logvar', numbered('logvar'), table.logvar);
  addNumbers('map', ['x', 'y', 'z'].slice(0, dims ?? 3), table.map);
  addNumbers('bce', ['bce'], table.bce);
  addNumbers('kl', ['kl'], table.kl);
  return columns;
}

function numberCells(values: Float32Array, width: number): (row: number) => string {
  return (row) => {
    let cells = '';
    for (let i = row * width; i < (row + 1) * width; i++) cells += `,${formatFloat32(values[i]!)}`;
    return cells;
  };
}

function checkLength(what: string, values: ArrayLike<unknown>, wanted: number): void {
  if (values.length !== wanted) {
    throw new RangeError(`The column "${what}" has ${values.length} values where ${wanted} belong.`);
  }
}
