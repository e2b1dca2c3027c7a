import path from 'node:path';
import { UserError } from '../../contract/errors';

/** Patterns that are tried on the names of a folder, the plainest first. */
const USUAL = [
  '{label}_#',
  '{label}-#',
  '{label} #',
  '{label}.#',
  '{label} (#)',
  '{label}#',
  '#_{label}',
  '#-{label}',
  '*_#_{label}',
  '*-#-{label}',
  '*_{label}',
  '{label}_*',
];
const NEARLY_ALL = 0.95;

/**
 * The label in a file's name by a pattern: `{label}` the label, `#` digits, `*` anything; of the name without its folders,
 * unless the pattern has some, and with its ending or without. Returns null for a name that it does not fit.
 * Throws UserError when the pattern names no label.
 */
export function labelByPattern(pattern: string): (file: string) => string | null {
  if (pattern.split('{label}').length !== 2)
    throw new UserError(
      `The pattern ${pattern} must hold {label} once, where the label stands in the file names.`,
    );
  const source = pattern
    .normalize('NFC')
    .split(/(\{label\}|#|\*)/)
    .map((piece) => {
      if (piece === '{label}') return '(.+?)';
      if (piece === '#') return '\\d+';
      return piece === '*' ? '.*' : piece.replace(/[\\^$.|?+()[\]{}/]/g, '\\$&');
    })
    .join('');
  const whole = new RegExp(`^${source}$`, 's');
  const hasFolders = pattern.includes('/');
  return (file) => {
    const name = (hasFolders ? file : path.posix.basename(file)).normalize('NFC');
    const found =
      whole.exec(name.slice(0, name.length - path.posix.extname(name).length)) ?? whole.exec(name);
    return found?.[1]?.trim() ?? null;
  };
}

/** A pattern that nearly all of some file names fit, with two labels or more and not as many as files; null when none does. */
export function usualPattern(files: readonly string[]): string | null {
  if (files.length < 4) return null;
  return (
    USUAL.find((pattern) => {
      const labelOf = labelByPattern(pattern);
      const labels = files.map(labelOf).filter((label) => label !== null);
      const kinds = new Set(labels).size;
      return labels.length >= NEARLY_ALL * files.length && kinds >= 2 && kinds <= files.length / 2;
    }) ?? null
  );
}
