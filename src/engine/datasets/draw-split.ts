import { fileOfPage } from './every-page';
import type { FoundFile } from './found-file';
import { splitTest } from './split';

/**
 * Which images are for testing: 1, else 0. As their parts say where `splits` is `given`; else a share of each class, drawn by
 * the seed, with pages of one file on one side as long as there are several files.
 */
export function splitOf(
  files: readonly FoundFile[],
  labels: ArrayLike<number>,
  how: { splits: 'given' | 'drawn'; seed: number; share: number | undefined },
): Uint8Array {
  if (how.splits === 'given') return Uint8Array.from(files, ({ part }) => (part === 'test' ? 1 : 0));
  const names = files.map(({ file }) => file);
  if (files.every(({ page }) => page === undefined)) return splitTest(names, labels, how.seed, how.share);
  const wholes = new Map<string, number>();
  files.forEach((file, i) => {
    const whole = fileOfPage(file);
    if (!wholes.has(whole)) wholes.set(whole, labels[i]!);
  });
  if (wholes.size < 2) return splitTest(names, labels, how.seed, how.share);
  const whole = [...wholes.keys()];
  const isTest = splitTest(whole, [...wholes.values()], how.seed, how.share);
  const tests = new Set(whole.filter((_, i) => isTest[i] === 1));
  return Uint8Array.from(files, (file) => (tests.has(fileOfPage(file)) ? 1 : 0));
}
