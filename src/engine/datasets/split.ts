import { hash } from 'node:crypto';

/** The share of each class that is kept for testing when nothing else is asked. */
export const TEST_SHARE = 0.2;

/**
 * A place in [0, 2^48) for a file, decided by its name and the seed alone: neither the order in which files are found
 * nor what else lies in the folder changes it.
 */
export function place(file: string, seed: number): number {
  return hash('sha256', `${seed}\0${file}`, 'buffer').readUIntBE(0, 6);
}

/**
 * Which images are for testing: in each class the share with the lowest places, at least one where a class has two.
 * `files` relative to the folder, `labels` one for each. Returns 1 for test, 0 for training; of two or more images at
 * least one is on either side.
 */
export function splitTest(
  files: readonly string[],
  labels: ArrayLike<number>,
  seed: number,
  share = TEST_SHARE,
): Uint8Array {
  const places = files.map((file) => place(file, seed));
  const byPlace = (a: number, b: number): number =>
    places[a]! - places[b]! || (files[a]! < files[b]! ? -1 : 1);
  const classes = new Map<number, number[]>();
  files.forEach((_, i) => {
    const members = classes.get(labels[i]!) ?? [];
    members.push(i);
    classes.set(labels[i]!, members);
  });
  const isTest = new Uint8Array(files.length);
  for (const members of classes.values()) {
    const asked = Math.max(1, Math.round(members.length * share));
    const tests = members.length < 2 ? 0 : Math.min(members.length - 1, asked);
    for (const i of members.sort(byPlace).slice(0, tests)) isTest[i] = 1;
  }
  if (files.length >= 2 && !isTest.includes(1)) isTest[files.map((_, i) => i).sort(byPlace)[0]!] = 1;
  return isTest;
}
