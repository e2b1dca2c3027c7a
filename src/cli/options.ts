import path from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import type { DataSource } from '../contract/dataset';
import { UserError } from '../contract/errors';
import { checkpointChoice } from '../contract/training';
import { assertWritable } from '../engine/runs/assert-writable';

/** Reads a whole number in a range; commander names the option that has another. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** Reads a number above `above` (or from `least` up) to `most`. */
export function realNumber(range: {
  above?: number;
  least?: number;
  most: number;
}): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    const { above = -Infinity, least = -Infinity, most } = range;
    if (!(value > above && value >= least && value <= most)) {
      const from = range.above === undefined ? `from ${least}` : `above ${above}`;
      throw new InvalidArgumentError(`Give a number ${from} to ${most}.`);
    }
    return value;
  };
}

/** Reads a path, which an empty variable of a script would leave out. */
export function namedPath(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty: name a file or a folder.');
  return text;
}

export const LARGEST_SEED = 0xffffffff;

/** `--checkpoint`: which of a run's weights. */
export function checkpointOption(): Option {
  return new Option('--checkpoint <which>', "the run's newest weights, or those of its best epoch")
    .choices(checkpointChoice.options)
    .default('last');
}

/** `--data`: Fashion-MNIST by its name, an array of images by its ending, anything else is a folder. */
export function dataSourceOf(text: string): DataSource {
  if (text === 'fashion-mnist') return { kind: 'fashion-mnist' };
  const full = path.resolve(text);
  return path.extname(full).toLowerCase() === '.npy'
    ? { kind: 'images', paths: [full] }
    : { kind: 'folder', path: full };
}

/**
 * The ending of an output file, which chooses its format. Throws UserError when it is none of `known`, or the file
 * cannot be written, which is better said before the work than after it.
 */
export async function formatOf<F extends string>(file: string, known: readonly F[]): Promise<F> {
  const ending = path.extname(file).toLowerCase();
  const format = known.find((candidate) => candidate === ending);
  if (format === undefined) {
    throw new UserError(`${file} must end in ${known.join(' or ')}, for that says which format to write.`);
  }
  await assertWritable(file);
  return format;
}

/** Throws UserError when the result would take the place of what it is made of. */
export function assertOther(out: string, input: string): void {
  if (path.resolve(out) !== path.resolve(input)) return;
  throw new UserError(`${out} holds the vectors that are read: name another file to write.`);
}
