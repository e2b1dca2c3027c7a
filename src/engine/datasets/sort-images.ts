import path from 'node:path';
import {
  RULES,
  type DataChoices,
  type DataOptions,
  type LabelSource,
  type LeftOut,
} from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { folderBelow, layoutOf, looksLikeImage, secondFolderOf, type FolderLayout } from './folder-parts';
import { deeperNote, partNotes, tableNote } from './folder-notes';
import { maskNotes } from './mask-notes';
import type { FoundFile, FoundFiles } from './found-file';
import type { ImageSource } from './image-source';
import { readLabelTable } from './label-table';
import { labelByPattern, usualPattern } from './name-pattern';

export interface DecidedOptions {
  rules: 1 | 2 | 3;
  labels: LabelSource;
  splits: 'given' | 'drawn';
  without: string[];
}

/** Files with their classes and parts, as folders, a table or their names give them. */
export interface SortedImages {
  /** The parts are of meaning when `options.splits` is `given`. */
  files: FoundFile[];
  leftOut: LeftOut[];
  /** In which the classes are, by `options`. */
  notes: string[];
  /** What was decided, for the run to keep. */
  options: DecidedOptions;
  choices: Omit<DataChoices, 'manyPages'>;
}

const TABLE = /\.(csv|tsv|tab)$/i;
const MOST_TABLES = 20;
const FOLDERS = { from: 'folders' } as const;

/** Where a table of labels lies. */
export function tableFile(source: ImageSource, name: string): string {
  return source.kind === 'folder' ? path.resolve(source.path, name) : path.resolve(name);
}

/**
 * Finds out what the folders, a table of labels or the file names say of each image, and leaves out what was chosen to be.
 * Throws UserError when a table cannot be read, or a choice does not fit these files.
 */
export async function sortImages(
  source: ImageSource,
  found: FoundFiles,
  asked: DataOptions,
): Promise<SortedImages> {
  const labels = asked.labels ?? FOLDERS;
  if (asked.rules === 1 && labels.from === 'folders') return asBefore(found, asked);
  const rules = asked.rules === 2 ? 2 : RULES;
  const layout = layoutOf(found.files, rules);
  const byFolder = inFolders(found, layout, asked);
  const labelled = await withLabels(source, byFolder, asked);
  const chosen = withoutClasses(labelled.files, asked.without ?? []);
  const hasParts = labelled.hasParts || layout.parts.length > 0;
  if (asked.splits === 'given' && !hasParts) {
    throw new UserError(
      'Neither folders nor a table say what is for training and what for testing: have the split drawn.',
    );
  }
  const splits = asked.splits ?? (hasParts ? 'given' : 'drawn');
  const tables = found.files.filter(({ file }) => TABLE.test(file) && file.split('/').length <= 2);
  const labelFiles = tables
    .slice(0, MOST_TABLES)
    .map(({ file, path: full }) => (source.kind === 'folder' ? file : full));
  const images = chosen.files.filter(({ file }) => looksLikeImage(file));
  const hasClasses = labels.from === 'folders' && images.some(({ className }) => className !== null);
  const bare = images.filter(({ className }) => className === null).length;
  return {
    files: chosen.files,
    leftOut: byFolder.leftOut,
    notes: [
      ...byFolder.notes,
      ...labelled.notes,
      ...partNotes(layout, { inTable: labelled.hasParts, splits, hasClasses, bare }),
      ...tableNote(labelFiles, labels),
      ...(labels.from === 'folders' ? [...deeperNote(labelled.files), ...maskNotes(labelled.files)] : []),
      ...chosen.notes,
    ],
    options: { rules, labels: nearby(source, labelled.labels), splits, without: asked.without ?? [] },
    choices: {
      parts: layout.parts,
      partsInTable: labelled.hasParts,
      labelFiles,
      namePattern: usualPattern(images.map(({ file }) => file)),
      without: chosen.without,
    },
  };
}

/** A run of an older version: the top-level subfolders are the classes. */
function asBefore(found: FoundFiles, { without = [] }: DataOptions): SortedImages {
  const chosen = withoutClasses(found.files, without);
  return {
    files: chosen.files,
    leftOut: found.leftOut,
    notes: chosen.notes,
    options: { rules: 1, labels: FOLDERS, splits: 'drawn', without },
    choices: { parts: [], partsInTable: false, labelFiles: [], namePattern: null, without: chosen.without },
  };
}

interface ByFolder {
  files: FoundFile[];
  leftOut: LeftOut[];
  notes: string[];
}

function inFolders(
  found: FoundFiles,
  { wrapper, parts, within }: FolderLayout,
  asked: DataOptions,
): ByFolder {
  const notes =
    wrapper === ''
      ? []
      : [
          `Everything lies in the folder ${wrapper.slice(0, -1)}, which was looked through: the folders in it count.`,
        ];
  if (parts.length === 0) {
    const files =
      wrapper === ''
        ? found.files
        : found.files.map((each) => ({
            ...each,
            className: folderBelow(each.file, each.className, wrapper),
          }));
    return { files, leftOut: found.leftOut, notes };
  }
  const kinds = new Map(parts.map(({ folder, part }) => [folder, part]));
  const leftOut = [...found.leftOut];
  const isTable = (file: string): boolean => asked.labels?.from === 'file' && TABLE.test(file);
  const files = found.files.flatMap((each): FoundFile[] => {
    const folder = folderBelow(each.file, each.className, wrapper) ?? '';
    const part = kinds.get(folder);
    if (part !== undefined)
      return [{ ...each, part, className: secondFolderOf(each.file, wrapper, within.get(folder)) }];
    if (!isTable(each.file))
      leftOut.push({ file: each.file, reason: 'it lies beside the folders of training and testing' });
    return [];
  });
  if (within.size > 0)
    notes.push(
      `All images of ${[...within.keys()].sort().join(' and ')} lie in a folder within, which was looked through: the folders in it count.`,
    );
  const beside =
    found.files.filter(({ file }) => looksLikeImage(file)).length -
    files.filter(({ file }) => looksLikeImage(file)).length;
  if (beside > 0)
    notes.push(
      `${beside === 1 ? '1 image lies beside these folders and was' : `${beside} images lie beside these folders and were`} left out.`,
    );
  return { files, leftOut, notes };
}

interface Labelled {
  files: FoundFile[];
  notes: string[];
  hasParts: boolean;
  /** As asked, with the columns that were taken. */
  labels: LabelSource;
}

async function withLabels(
  source: ImageSource,
  { files }: ByFolder,
  { labels = FOLDERS, rules = RULES }: DataOptions,
): Promise<Labelled> {
  if (labels.from === 'folders') return { files, notes: [], hasParts: false, labels };
  const names = files.map(({ file }) => file);
  if (labels.from === 'names') return { ...byPattern(files, labels.pattern), labels };
  const full = tableFile(source, labels.path);
  const images = names.map((name, i) => ({ name, i })).filter(({ name }) => !TABLE.test(name));
  const table = await readLabelTable(
    full,
    nameOfTable(source, full),
    images.map(({ name }) => name),
    { columns: labels.columns, asBefore: rules < 3 },
  );
  const labelled = [...files];
  images.forEach(({ i }, row) => {
    const { part: former, ...file } = files[i]!;
    const part = table.hasParts ? (table.parts[row] ?? 'train') : former;
    labelled[i] = { ...file, className: table.labels[row]!, ...(part === undefined ? {} : { part }) };
  });
  // It is read, and no image that is left out.
  const others = labelled.filter((each) => path.resolve(each.path) !== full);
  return {
    files: others,
    notes: table.notes,
    hasParts: table.hasParts,
    labels: { ...labels, columns: table.columns },
  };
}

/** A table within the images' folder is named from there, so that both may move together. */
function nearby(source: ImageSource, labels: LabelSource): LabelSource {
  if (labels.from !== 'file' || source.kind !== 'folder') return labels;
  const relative = path.relative(source.path, path.resolve(source.path, labels.path));
  const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return isInside ? { ...labels, path: relative.split(path.sep).join('/') } : labels;
}

/** Seen from the images' folder where it lies there. */
function nameOfTable(source: ImageSource, full: string): string {
  const labels = nearby(source, { from: 'file', path: full });
  return labels.from === 'file' && !path.isAbsolute(labels.path) ? labels.path : path.basename(full);
}

function byPattern(files: readonly FoundFile[], pattern: string): Omit<Labelled, 'labels'> {
  const labelOf = labelByPattern(pattern);
  const labelled = files.map((each) => ({ ...each, className: labelOf(each.file) }));
  const images = labelled.filter(({ file }) => looksLikeImage(file));
  const bare = images.filter(({ className }) => className === null);
  if (images.length > 0 && bare.length === images.length) {
    throw new UserError(
      `No file name fits the pattern ${pattern} (the first is ${images[0]!.file}): {label} stands for the label, # for digits and * for anything.`,
    );
  }
  const none = bare.length === 0 ? '' : `; the others have no label (${bare[0]!.file} is the first)`;
  const notes = [
    `Labels are read from the file names by ${pattern}: ${images.length - bare.length} of ${images.length} fit it${none}.`,
  ];
  return { files: labelled, notes, hasParts: false };
}

function withoutClasses(
  files: readonly FoundFile[],
  names: readonly string[],
): { files: FoundFile[]; without: DataChoices['without']; notes: string[] } {
  if (names.length === 0) return { files: [...files], without: [], notes: [] };
  const counts = new Map(names.map((name) => [name.normalize('NFC'), 0]));
  const kept = files.filter(({ file, className }) => {
    const count = className === null ? undefined : counts.get(className);
    if (className === null || count === undefined) return true;
    if (looksLikeImage(file)) counts.set(className, count + 1);
    return false;
  });
  const without = [...counts].map(([name, count]) => ({ name, count }));
  const unknown = without.filter(({ count }) => count === 0).map(({ name }) => name);
  const left = without.filter(({ count }) => count > 0).map(({ name, count }) => `${name} (${count})`);
  if (kept.length === 0) throw new UserError('All classes are left out: keep one at least.');
  return {
    files: kept,
    without,
    notes: [
      ...(left.length === 0 ? [] : [`Left out by choice with their images: ${left.join(', ')}.`]),
      ...(unknown.length === 0 ? [] : [`There is no class ${unknown.join(' or ')} to leave out.`]),
    ],
  };
}

const WHOLE = /^-?\d{1,15}$/;

/** Names of the classes of some files: whole numbers in their order, else by code units. `rules`: 1 had no other order. */
export function classesOf(files: readonly Pick<FoundFile, 'className'>[], rules: number = RULES): string[] {
  const names = [...new Set(files.map(({ className }) => className))].filter((name) => name !== null).sort();
  const areNumbers = rules !== 1 && names.every((name) => WHOLE.test(name));
  // Sorted already, so that 07 and 7 keep one order.
  return areNumbers ? names.sort((a, b) => Number(a) - Number(b)) : names;
}
