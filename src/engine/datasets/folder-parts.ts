import type { DataChoices } from '../../contract/dataset';
import type { FoundFile } from './found-file';

export type Part = 'train' | 'test';

const TRAIN = /^(train|training|trainset)([-_ ]?(set|data|images?|split))?$/i;
const TEST =
  /^(val|valid|validation|test|testing|testset|eval|dev|holdout)([-_ ]?(set|data|images?|split))?$/i;

/** The part of a data set that a name stands for, in whatever case; null for any other name. What is not trained on is for testing. */
export function partOf(name: string): Part | null {
  const plain = name.trim();
  if (TRAIN.test(plain)) return 'train';
  return TEST.test(plain) ? 'test' : null;
}

/** The name of a file as it was written to be an image; by its content that is judged later. */
const IMAGE_NAME = /\.(jpe?g|jpe|jfif|png|webp|gif|bmp|dib|tiff?)$/i;
export const looksLikeImage = (file: string): boolean => IMAGE_NAME.test(file);

/** How files lie in folders: `depth` folders are around all of them, below which `parts` are train and test. */
export interface FolderLayout {
  /** Folders around all others, each in the one before; `wrapped/` or empty. */
  wrapper: string;
  parts: DataChoices['parts'];
}

type Named = Pick<FoundFile, 'file' | 'className'>;

/**
 * Looks through a folder that holds one other and no images, as archives unpack to, as long as several folders are within; and finds
 * out whether the folders there are parts of a data set: at least one of each kind, with half of the files or more.
 */
export function layoutOf(files: readonly Named[]): FolderLayout {
  const images = files.filter(({ file }) => looksLikeImage(file));
  const wrapper = wrapperOf(images);
  return { wrapper, parts: partsOf(images, wrapper) };
}

function wrapperOf(images: readonly Named[]): string {
  let [wrapper, folders] = ['', foldersOf(images, '')];
  while (folders !== null && folders.size === 1) {
    wrapper = `${wrapper}${[...folders][0]!}/`;
    folders = foldersOf(images, wrapper);
  }
  return folders === null || folders.size < 2 ? '' : wrapper;
}

/** The folders right below `prefix`; null when images lie there too, or none at all. */
function foldersOf(images: readonly Named[], prefix: string): Set<string> | null {
  const folders = new Set<string>();
  for (const { file } of images) {
    const slash = file.indexOf('/', prefix.length);
    if (slash < 0) return null;
    folders.add(file.slice(prefix.length, slash));
  }
  return folders.size === 0 ? null : folders;
}

function partsOf(images: readonly Named[], wrapper: string): DataChoices['parts'] {
  const counts = new Map<string, number>();
  for (const { file, className } of images) {
    const folder = folderBelow(file, className, wrapper);
    if (folder !== null) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const parts = [...counts.keys()].sort().flatMap((folder) => {
    const part = partOf(folder);
    return part === null ? [] : [{ folder, part }];
  });
  const within = parts.reduce((sum, { folder }) => sum + counts.get(folder)!, 0);
  const both = new Set(parts.map(({ part }) => part)).size === 2;
  return both && 2 * within >= images.length ? parts : [];
}

/** The folder below the wrapper in which a file lies; of things that were chosen together the class they were given. */
export function folderBelow(file: string, className: string | null, wrapper: string): string | null {
  if (wrapper === '') return className;
  const slash = file.indexOf('/', wrapper.length);
  return slash < 0 ? null : file.slice(wrapper.length, slash).normalize('NFC');
}

/** The folder within that one; null for a file that lies right in it. */
export function secondFolderOf(file: string, wrapper: string): string | null {
  const first = file.indexOf('/', wrapper.length);
  const second = file.indexOf('/', first + 1);
  return first < 0 || second < 0 ? null : file.slice(first + 1, second).normalize('NFC');
}
