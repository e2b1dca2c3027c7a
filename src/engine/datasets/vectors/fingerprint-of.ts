import { createHash } from 'node:crypto';
import type { ForeignVectors } from '../../../core/tables/take-vectors';

/** SHA-256 in hex over the numbers and over the columns that came with them, whatever the format of their file. */
export function fingerprintOf({ n, d, vectors, columns }: ForeignVectors): string {
  const hash = createHash('sha256');
  hash.update(`${n}:${d}:`);
  hash.update(new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
  for (const { name, texts } of columns) hash.update(JSON.stringify([name, texts]));
  return hash.digest('hex');
}
