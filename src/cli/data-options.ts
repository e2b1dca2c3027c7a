import path from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  ground,
  levels,
  type DataOptions,
  type Ground,
  type LabelSource,
  type Levels,
} from '../contract/dataset';
import { refuse } from './session';

/** What can be said of how images are read, on every command that reads some. */
export interface ReadingOptions {
  fit?: 'crop' | 'pad' | 'stretch';
  invert?: boolean;
  ground?: Ground;
  levels?: Levels;
  pages?: 'first' | 'all';
  labels?: LabelSource;
  splits?: 'given' | 'drawn';
  without?: string[];
}

const NAMES = ['fit', 'invert', 'ground', 'levels', 'pages', 'labels', 'splits', 'without'] as const;

/** Adds the options to a command. What is left out is decided from the data, or is as the run has it. */
export function addReadingOptions(command: Command): Command {
  return command
    .addOption(new Option('--fit <way>', 'how images are made square').choices(['crop', 'pad', 'stretch']))
    .option('--invert', 'swap light and dark, for dark drawings on white')
    .option('--no-invert', 'leave light and dark as they are')
    .option('--ground <colour>', 'behind transparent pixels and padding: black, white or #rrggbb', groundOf)
    .option(
      '--levels <levels>',
      "numbers that become black and white: stored, file (each file's range), percentile (0.1 to 99.9 % of a sample) or LOW,HIGH",
      levelsOf,
    )
    .addOption(
      new Option('--pages <which>', 'of files with several pages or frames').choices(['first', 'all']),
    )
    .option(
      '--labels <where>',
      'a CSV or TSV of file names and labels, a pattern of file names such as "{label}_#.*" (# digits, * anything), or folders; for an array (.npy) a file with a row for each image',
      labelsOf,
    )
    .addOption(
      new Option('--splits <how>', 'train and test as folders or a table say, or drawn').choices([
        'given',
        'drawn',
      ]),
    )
    .option('--without <class>', 'leave out a class; may be repeated', collected);
}

/** The options as the engine takes them. */
export function readingOf(options: ReadingOptions): DataOptions {
  return Object.fromEntries(
    NAMES.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
}

/** Throws UserError when images are to be read otherwise and none are named: a run's own are read as they were. */
export function assertOthers(options: ReadingOptions & { data?: string }): void {
  const named = NAMES.find((name) => options[name] !== undefined);
  refuse(
    named !== undefined && options.data === undefined,
    `A run's own images are read as they were: give --data beside --${named ?? ''}.`,
  );
}

/** The names by which train refuses them beside --resume. */
export const readingNames: readonly string[] = NAMES;

function groundOf(text: string): Ground {
  const read = ground.safeParse(text.toLowerCase());
  if (read.success) return read.data;
  throw new InvalidArgumentError('Give black, white or a colour such as #f0e0d0.');
}

function levelsOf(text: string): Levels {
  const [low = '', high = '', ...more] = text.split(',');
  const numbers = { low: Number(low), high: Number(high) };
  const isPair = low.trim() !== '' && high.trim() !== '' && more.length === 0;
  const read = levels.safeParse(isPair ? numbers : text);
  if (read.success) return read.data;
  throw new InvalidArgumentError(
    'Give stored, file, percentile or two numbers LOW,HIGH, the lower one first.',
  );
}

function labelsOf(text: string): LabelSource {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty: name a table, or give a pattern.');
  if (text === 'folders') return { from: 'folders' };
  return text.includes('{label}')
    ? { from: 'names', pattern: text }
    : { from: 'file', path: path.resolve(text) };
}

function collected(text: string, before: string[] = []): string[] {
  return [...before, text];
}
