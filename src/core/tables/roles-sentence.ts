import { ALL_NUMBERS } from './find-vectors';
import type { TableRoles } from './table-roles';

/** What was taken, in words: "Vectors: 64 columns, pixel_0_0 to pixel_7_7; label: target; colours: age". */
export function rolesSentence({ vectors, label, split, path, places, colours }: TableRoles): string {
  const parts = [
    `Vectors: ${vectorsInWords(vectors)}`,
    `label: ${label?.column ?? 'none'}`,
    ...(split === null ? [] : [`split: ${split.column}`]),
    ...(path === null ? [] : [`images: ${path.column}`]),
    ...(places === null ? [] : [`places: ${places.columns.join(', ')}`]),
    ...(colours.length === 0 ? [] : [`colours: ${listed(colours)}`]),
  ];
  // Of a regression no name tells which of them is predicted.
  const note =
    label === null && vectors.d > 1 && vectors.reason === ALL_NUMBERS
      ? ' All columns of numbers are dimensions: leave one out if it is what the others predict.'
      : '';
  return `${parts.join('; ')}.${note}`;
}

function vectorsInWords({ kind, columns, d }: TableRoles['vectors']): string {
  const [first] = columns;
  if (kind === 'array') return `${first!}, ${d} numbers each`;
  if (kind === 'lists') return `the lists in ${first!}, ${d} numbers each`;
  if (columns.length <= 4) return columns.join(', ');
  return `${columns.length} columns, ${first!} to ${columns.at(-1)!}`;
}

function listed(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
