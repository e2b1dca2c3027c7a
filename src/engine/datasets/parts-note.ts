import type { FoundFile } from './found-file';

const PARTS =
  /^(train|training|trainset|val|valid|validation|test|testing|testset|eval|dev|holdout)([-_ ]?(set|data|images))?$/i;

/**
 * A sentence for folders like `train/cat` and `test/cat`, whose top-level subfolders are parts of a data set: they are
 * taken for its classes. Null for any other.
 */
export function partsNote(files: readonly Pick<FoundFile, 'file' | 'className'>[]): string | null {
  const classes = new Set<string>();
  const within = new Map<string, Set<string>>();
  for (const { file, className } of files) {
    if (className === null) continue;
    classes.add(className);
    const [, ...below] = file.split('/');
    if (below.length < 2) continue;
    const inner = within.get(className) ?? new Set();
    within.set(className, inner.add(below[0]!));
  }
  const names = [...classes];
  if (names.length === 0 || !names.every((name) => PARTS.test(name))) return null;
  const [part, inner] = [...within].sort((a, b) => b[1].size - a[1].size)[0] ?? [];
  if (part === undefined || inner === undefined) return null;
  const folders = inner.size === 1 ? 'folder' : 'folders';
  return `The labels here are ${names.sort().join(', ')}, which look like parts of a data set and not like classes: drop the folder ${part} itself, and the ${inner.size} ${folders} in it are the classes.`;
}
