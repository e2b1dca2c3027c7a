import type { Embedding } from '../../../contract/space';

/**
 * The rows of the images that a query means: one by its index (`17`, `#17`), those whose label, file name or text
 * column contains it, whatever the case. The one meant by its index comes first, the others in their order.
 */
export function findRows(embedding: Embedding, query: string): Uint32Array {
  const { n, labels, labelNames, files, columns = [] } = embedding;
  const wanted = fold(query.trim());
  if (wanted === '') return new Uint32Array(0);
  const [, digits] = /^#?(\d+)$/.exec(wanted) ?? [];
  const index = digits === undefined ? -1 : Number(digits);
  const found: number[] = index >= 0 && index < n ? [index] : [];
  // A number with a mark before it is an index and nothing else.
  if (wanted.startsWith('#')) return Uint32Array.from(found);
  const meant = new Set<number>();
  labelNames.forEach((name, label) => fold(name).includes(wanted) && meant.add(label));
  const texts = columns.filter((column) => column.kind === 'text');
  for (let i = 0; i < n; i += 1) {
    if (i === index) continue;
    const matches =
      meant.has(labels[i]!) ||
      (files.length > 0 && fold(files[i] ?? '').includes(wanted)) ||
      texts.some(({ values }) => fold(values[i] ?? '').includes(wanted));
    if (matches) found.push(i);
  }
  return Uint32Array.from(found);
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
