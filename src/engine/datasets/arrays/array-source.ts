import path from 'node:path';
import type { DataSource } from '../../../contract/dataset';

/** Images in an array, and the file of their labels where one was named beside it. */
export interface ArrayFiles {
  images: string;
  labels: string | null;
}

/** The array that a source names: a `.npy` file alone, or with a file of labels after it; null for any other source. */
export function arrayIn(source: DataSource): ArrayFiles | null {
  if (source.kind !== 'images' || source.paths.length > 2) return null;
  const [images, labels = null] = source.paths;
  return images !== undefined && path.extname(images).toLowerCase() === '.npy' ? { images, labels } : null;
}
