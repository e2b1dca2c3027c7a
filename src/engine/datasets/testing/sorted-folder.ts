import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DataOptions } from '../../../contract/dataset';
import { sortImages, type SortedImages } from '../sort-images';
import { walkFolder } from '../walk-folder';

/** Writes files, which only their names matter of, and the folders they are in. */
export async function writeFiles(root: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), 'x');
  }
}

/** How the images of a folder are read. */
export async function sortedFolder(root: string, options: DataOptions): Promise<SortedImages> {
  const found = await walkFolder(root, {
    signal: new AbortController().signal,
    withSystem: options.rules === 1,
  });
  return sortImages({ kind: 'folder', path: root }, found, options);
}

/** Class and part of each file. */
export function classesByFile({ files }: SortedImages): Record<string, string> {
  return Object.fromEntries(
    files.map(({ file, className, part }) => [
      file,
      `${className ?? '-'}${part === undefined ? '' : ` ${part}`}`,
    ]),
  );
}
