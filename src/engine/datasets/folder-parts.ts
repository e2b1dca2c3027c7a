import { RULES, type DataChoices } from '../../contract/dataset';
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
  /** By part, how many folders within it lie around all of its images, and are looked through as well. */
  within: ReadonlyMap<string, number>;
}

type Named = Pick<FoundFile, 'file' | 'className'>;

/**
 * Looks through a folder that holds one other and no images, as archives unpack to, as long as several folders are within; and finds
 * out whether the folders there are parts of a data set: at least one of each kind, with half of the files or more. By the
 * `rules` of 2 parts have no name before them, and nothing is looked through within them.
 */
export function layoutOf(files: readonly Named[], rules: number = RULES): FolderLayout {
  const images = files.filter(({ file }) => looksLikeImage(file));
  const wrapper = wrapperOf(images);
  const looksWithin = rules >= 3;
  const parts = partsOf(images, wrapper, looksWithin ? undefined : partOf);
  return {
    wrapper,
    parts,
    within: looksWithin ? foldersWithin(images, wrapper, parts) : new Map<string, number>(),
  };
}

/** What a folder around the images of a part is usually called, which is no class. */
const PLAIN = /^(images?|imgs?|pictures|data)$/i;

/**
 * How many folders within each part lie around all of its images and are no class: they repeat its name, or are the same in
 * every part and have a usual name or several folders within them.
 */
function foldersWithin(
  images: readonly Named[],
  wrapper: string,
  parts: DataChoices['parts'],
): ReadonlyMap<string, number> {
  const found = parts.map(({ folder }) => {
    const own = images.filter(({ file, className }) => folderBelow(file, className, wrapper) === folder);
    return { folder, own, single: onlyFolder(own, prefixOf(own, wrapper, folder)) };
  });
  const [first] = found;
  const isShared = found.every(({ single }) => single === first!.single);
  const mayBeShared = found.some(({ folder, own, single }) => {
    if (single === null) return false;
    const inside = foldersOf(own, `${prefixOf(own, wrapper, folder)!}${single}/`);
    return PLAIN.test(single) || (inside?.size ?? 0) > 1;
  });
  return new Map(
    found.flatMap(({ folder, own, single }): [string, number][] => {
      if (single === null) return [];
      const isRepeated = single.normalize('NFC').toLowerCase() === folder.toLowerCase();
      if (!isRepeated) return isShared && mayBeShared ? [[folder, 1]] : [];
      // It may be around a folder of images.
      const deeper = onlyFolder(own, `${prefixOf(own, wrapper, folder)!}${single}/`);
      return [[folder, deeper !== null && PLAIN.test(deeper) ? 2 : 1]];
    }),
  );
}

/** The folder of a part in the names of its files, with `/`; null for things that were chosen together, whose names lack it. */
function prefixOf(images: readonly Named[], wrapper: string, part: string): string | null {
  const [first] = images;
  const prefix = first === undefined ? '' : first.file.slice(0, first.file.indexOf('/', wrapper.length) + 1);
  return prefix.slice(wrapper.length, -1).normalize('NFC') === part ? prefix : null;
}

/** The only folder below a prefix, without images beside it. */
function onlyFolder(images: readonly Named[], prefix: string | null): string | null {
  const folders = prefix === null ? null : foldersOf(images, prefix);
  return folders?.size === 1 ? [...folders][0]! : null;
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

/** A name and a part after it, as in `seg_train` and `seg_test`. */
const NAMED_PART = /^(.+)[-_ ]([^-_ ]+)$/;

/** What part each folder is: by its name, or by what follows a name that both parts have before theirs. */
function partsIn(folders: readonly string[]): (folder: string) => Part | null {
  if (folders.some((folder) => partOf(folder) !== null)) return partOf;
  const byName = new Map<string, Set<Part>>();
  const after = (folder: string): { before: string; part: Part } | null => {
    const [, before = '', rest = ''] = NAMED_PART.exec(folder) ?? [];
    const part = partOf(rest);
    return part === null ? null : { before: before.toLowerCase(), part };
  };
  for (const found of folders.map(after))
    if (found !== null) byName.set(found.before, (byName.get(found.before) ?? new Set()).add(found.part));
  return (folder) => {
    const found = after(folder);
    return found !== null && byName.get(found.before)?.size === 2 ? found.part : null;
  };
}

function partsOf(
  images: readonly Named[],
  wrapper: string,
  given?: (folder: string) => Part | null,
): DataChoices['parts'] {
  const counts = new Map<string, number>();
  for (const { file, className } of images) {
    const folder = folderBelow(file, className, wrapper);
    if (folder !== null) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const kindOf = given ?? partsIn([...counts.keys()]);
  const parts = [...counts.keys()].sort().flatMap((folder) => {
    const part = kindOf(folder);
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

/** The folder within that one, `depth` further ones looked through; null for a file that lies right in it. */
export function secondFolderOf(file: string, wrapper: string, depth = 0): string | null {
  const folders = file.slice(wrapper.length).split('/').slice(0, -1);
  return folders[1 + depth]?.normalize('NFC') ?? null;
}
