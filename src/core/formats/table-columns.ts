import { isMissing } from './decimal';
import type { EmbeddingTable } from './embedding-table';
import { exactTypeOf } from '../tables/exact-numbers';
import { withNamesOfTheirOwn } from './table-header';

/** One column of a table, by its type; `value` of what is not known is null. */
export type TableColumn = { name: string; group: string } & (
  | { type: 'int'; nullable: boolean; value: (row: number) => number | null }
  | { type: 'float'; nullable: false; value: (row: number) => number }
  /** Numbers as the data wrote them; `as`: the type that gives them back. */
  | { type: 'exact'; as: 'int64' | 'float64'; nullable: true; value: (row: number) => string | null }
  | { type: 'text'; nullable: true; value: (row: number) => string | null }
);

const OWN_NAME = /^(index|split|label|label_name|file|x|y|z|bce|kl|distortion|(mu|logvar)_\d+)$/;

/** Not one of the format's columns: it is written where it is asked for. */
const ON_REQUEST = 'distortion';

/**
 * The columns that a table's own choice leaves, in their order: without one, all but the distortion. Throws RangeError when an array has not the length that
 * `n`, `latent` and `dims` give it, a row is not there, or a chosen column is not.
 */
export function chosenColumns(table: EmbeddingTable): TableColumn[] {
  checkRows(table);
  const all = allColumns(table);
  if (table.columns === undefined) return all.filter(({ group }) => group !== ON_REQUEST);
  const known = new Set(all.flatMap(({ name, group }) => [name, group]));
  const missing = table.columns.find((name) => !known.has(name));
  if (missing !== undefined) throw new RangeError(`There is no column "${missing}" in this table.`);
  const asked = new Set(table.columns);
  return all.filter(({ name, group }) => asked.has(name) || asked.has(group));
}

function checkRows({ n, rows }: EmbeddingTable): void {
  for (let i = 0; i < (rows?.length ?? 0); i++) {
    const row = rows![i]!;
    if (!Number.isInteger(row) || row < 0 || row >= n)
      throw new RangeError(`There is no row ${row} in a table of ${n}.`);
  }
}

/** All columns of a table, whatever its own choice. Throws RangeError when an array has not the length that belongs to it. */
export function allColumns(table: EmbeddingTable): TableColumn[] {
  const { n, latent, label, labelNames, index, split, file, dims } = table;
  const columns: TableColumn[] = [];
  const text = (name: string, values: ArrayLike<string | null>, group = name): void => {
    checkLength(name, values, n);
    // What is empty is not known.
    const value = (row: number): string | null => values[row]! || null;
    columns.push({ name, group, type: 'text', nullable: true, value });
  };
  const exact = (name: string, values: readonly string[], as: 'int64' | 'float64'): void => {
    checkLength(name, values, n);
    const value = (row: number): string | null => (isMissing(values[row]!) ? null : values[row]!.trim());
    columns.push({ name, group: 'other', type: 'exact', as, nullable: true, value });
  };
  const floats = (group: string, names: readonly string[], values: Float32Array | undefined): void => {
    if (values === undefined) return;
    checkLength(group, values, n * names.length);
    names.forEach((name, at) =>
      columns.push({
        name,
        group,
        type: 'float',
        nullable: false,
        value: (row) => values[row * names.length + at]!,
      }),
    );
  };
  if (index !== undefined) checkLength('index', index, n);
  const indexOf = (row: number): number => (index === undefined ? row : index[row]!);
  columns.push({ name: 'index', group: 'index', type: 'int', nullable: false, value: indexOf });
  if (split !== undefined) text('split', split);
  if (label !== undefined) {
    checkLength('label', label, n);
    const value = (row: number): number | null => (label[row]! < 0 ? null : label[row]!);
    columns.push({ name: 'label', group: 'label', type: 'int', nullable: true, value });
    if (labelNames !== undefined && labelNames.length > 0) {
      const nameOf = (row: number): string | null => labelNames[label[row]!] ?? null;
      columns.push({ name: 'label_name', group: 'label_name', type: 'text', nullable: true, value: nameOf });
    }
  }
  if (file !== undefined) text('file', file);
  const numbered = (name: string): string[] => Array.from({ length: latent }, (_, i) => `${name}_${i}`);
  floats('mu', numbered('mu'), table.mu);
  floats('logvar', numbered('logvar'), table.logvar);
  floats('map', ['x', 'y', 'z'].slice(0, dims ?? 3), table.map);
  floats('bce', ['bce'], table.bce);
  floats('kl', ['kl'], table.kl);
  for (const other of table.other ?? []) {
    const name = OWN_NAME.test(other.name) ? `${other.name}_given` : other.name;
    if (other.kind === 'text') {
      const as = exactTypeOf({ texts: other.values, numbers: other.numbers ?? null });
      if (as === 'int64' || as === 'float64') exact(name, other.values, as);
      else text(name, other.values, 'other');
    } else {
      checkLength(name, other.values, n);
      const { values } = other;
      columns.push({ name, group: 'other', type: 'float', nullable: false, value: (row) => values[row]! });
    }
  }
  floats(ON_REQUEST, [ON_REQUEST], table.distortion);
  return withNamesOfTheirOwn(columns);
}

function checkLength(what: string, values: ArrayLike<unknown>, wanted: number): void {
  if (values.length !== wanted) {
    throw new RangeError(`The column "${what}" has ${values.length} values where ${wanted} belong.`);
  }
}
