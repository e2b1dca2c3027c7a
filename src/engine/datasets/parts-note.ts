import type { FoundFile } from './found-file';

const PARTS =
  /^(train|training|trainset|val|valid|validation|test|testing|testset|eval|dev|holdout)([-_ ]?(set|data|images))?$/i;

/**
 * A sentence for folders like `train/cat` and `test/cat`, whose top-level subfolders are parts of a data set: they are
 * taken for its classes. Null for any other.
 */
export function partsNote(files: readonly Pick<FoundFile, 'file' | 'className'>[]): string | null {
  const classes = new Set<string>();
  const within = new Map<string, { files: number; folders: Set<string> }>();
  for (const { file, className } of files) {
    if (className === null) continue;
    classes.add(className);
    const [, ...below] = file.split('/');
    if (below.length < 2) continue;
    const { files: n, folders } = within.get(className) ?? { files: 0, folders: new Set<string>() };
    within.set(className, { files: n + 1, folders: folders.add(below[0]!) });
  }
  const names = [...classes];
  if (names.length === 0 || !names.every((name) => PARTS.test(name))) return null;
  const [largest] = [...within].sort((a, b) => b[1].files - a[1].files);
  if (largest === undefined) return null;
  const [part, { folders }] = largest;
  return `The labels here are ${names.sort().join(', ')}, which look like parts of a data set and not like classes: drop the folder ${part} itself, and its ${folders.size === 1 ? 'subfolder is the class' : `${folders.size} subfolders are the classes`}.`;
}
