import { createHash } from 'node:crypto';
import type { ImageSet } from './dataset';

/** SHA-256 in hex over the pixels and labels of the training and the test images. */
export function fingerprint(train: ImageSet, test: ImageSet): string {
  const hash = createHash('sha256');
  for (const { n, pixels, labels } of [train, test]) {
    hash.update(`${n}:`);
    hash.update(pixels);
    hash.update(new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength));
  }
  return hash.digest('hex');
}
