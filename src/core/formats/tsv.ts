import { formatFloat32 } from './decimal';

/** A column of the Embedding Projector's metadata: one value for each point. */
export interface MetadataColumn {
  name: string;
  values: ArrayLike<string | number>;
}

export const ROWS_PER_CHUNK = 256;

/**
 * `tensors.tsv` of the TensorFlow Embedding Projector: one point a line, no header, in chunks of text.
 * `vectors`: `[n, d]`. Throws RangeError when they are not that long.
 */
export function* tensorsTsv(vectors: Float32Array, n: number, d: number): Generator<string, void, undefined> {
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${d}.`);
  yield* lines(n, (row) => Array.from(vectors.subarray(row * d, (row + 1) * d), formatFloat32).join('\t'));
}

/**
 * `metadata.tsv` beside it. As the projector wants it, a single column has no header and several have one.
 * Tabs and line ends inside a text become spaces, since the format cannot hold them.
 * Throws RangeError when there is no column or they differ in length.
 */
export function* metadataTsv(columns: readonly MetadataColumn[]): Generator<string, void, undefined> {
  const n = columns[0]?.values.length;
  if (n === undefined || columns.some(({ values }) => values.length !== n)) {
    throw new RangeError('Metadata need one column or more, all of the same length.');
  }
  if (columns.length > 1) yield `${columns.map(({ name }) => safeText(name)).join('\t')}\n`;
  yield* lines(n, (row) => columns.map(({ values }) => safeText(String(values[row]!))).join('\t'));
}

function* lines(n: number, line: (row: number) => string): Generator<string, void, undefined> {
  for (let start = 0; start < n; start += ROWS_PER_CHUNK) {
    let chunk = '';
    for (let row = start; row < Math.min(n, start + ROWS_PER_CHUNK); row++) chunk += `${line(row)}\n`;
    yield chunk;
  }
}

function safeText(text: string): string {
  return text.replace(/[\t\r\n\u2028\u2029]+/g, ' ');
}
