import type { FoundFile } from './found-file';
import { looksLikeImage, type FolderLayout } from './folder-parts';

interface PartsBy {
  /** A table says the parts. */
  inTable: boolean;
  splits: 'given' | 'drawn';
  /** The folders within the parts are classes. */
  hasClasses: boolean;
  /** Images that lie in no such folder. */
  bare: number;
}

/** What says which images are for training and which for testing, in a sentence; nothing where nothing does. */
export function partNotes({ parts }: FolderLayout, { inTable, splits, hasClasses, bare }: PartsBy): string[] {
  if (inTable)
    return [
      splits === 'given'
        ? 'The table says which images are for training and which for testing.'
        : 'The table says which images are for testing, but the split is drawn, as was chosen.',
    ];
  if (parts.length === 0) return [];
  const of = (part: string): string =>
    parts
      .filter((each) => each.part === part)
      .map(({ folder }) => folder)
      .join(' and ');
  const where = `The folders say: ${of('train')} for training, ${of('test')} for testing`;
  if (splits === 'drawn') return [`${where}; but the split is drawn from all of them, as was chosen.`];
  if (!hasClasses) return [`${where}.`];
  const without =
    bare === 0
      ? ''
      : ` ${bare === 1 ? '1 image lies' : `${bare} images lie`} in none of them and ${bare === 1 ? 'has' : 'have'} no label.`;
  return [`${where}; their subfolders are the classes.${without}`];
}

/** Tables that may hold the labels, in a sentence. */
export function tableNote(labelFiles: readonly string[], labels: { from: string }): string[] {
  if (labels.from === 'file' || labelFiles.length === 0) return [];
  const names = labelFiles.slice(0, 3).join(', ');
  return [`Labels may also be in ${names}: choose it for the labels if they are.`];
}

/**
 * That several classes have the same folders within them, as folds, sites and patients do: those may be the classes. Said
 * with the pattern that takes them for it.
 */
export function deeperNote(files: readonly FoundFile[]): string[] {
  const within = new Map<string, Set<string>>();
  let depth = -1;
  for (const { file, className } of files) {
    if (className === null || !looksLikeImage(file)) continue;
    const folders = file.normalize('NFC').split('/').slice(0, -1);
    const at = folders.indexOf(className);
    const deeper = folders[at + 1];
    if (at < 0 || deeper === undefined || (depth >= 0 && depth !== at)) return [];
    depth = at;
    within.set(className, (within.get(className) ?? new Set()).add(deeper));
  }
  const [first, ...others] = [...within.values()];
  const names = [...(first ?? [])].sort();
  const areSame = others.every((each) => each.size === names.length && names.every((name) => each.has(name)));
  if (others.length === 0 || names.length < 2 || !areSame) return [];
  const some =
    names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  const pattern = `${'*/'.repeat(depth + 1)}{label}/*`;
  return [
    `Each class has the same folders within it (${some}): give the pattern ${pattern} for the labels if those are the classes.`,
  ];
}
