import { createHash } from 'node:crypto';
import path from 'node:path';
import type { DataSource } from '../../contract/dataset';
import type { FoundFile, FoundFiles, Walk } from './found-file';
import { walkFolder, walkPaths } from './walk-folder';

/** Images in files: a folder, or several folders and files. */
export type ImageSource = Exclude<DataSource, { kind: 'fashion-mnist' }>;

/** The source with its paths as this machine resolves them. */
export function resolved(source: ImageSource): ImageSource {
  return source.kind === 'folder'
    ? { kind: 'folder', path: path.resolve(source.path) }
    : { kind: 'images', paths: source.paths.map((each) => path.resolve(each)) };
}

/** Finds the files of a source. Throws as the walks do. */
export function findFiles(source: ImageSource, walk: Walk): Promise<FoundFiles> {
  return source.kind === 'folder' ? walkFolder(source.path, walk) : walkPaths(source.paths, walk);
}

/** Names, sizes, times and inodes of files in one number: another means that something changed. */
export function stateOf(files: readonly FoundFile[]): string {
  const hash = createHash('sha256');
  for (const { file, size, mtime, ctime, inode } of files)
    hash.update(`${file}\0${size}\0${mtime}\0${ctime}\0${inode}\0`);
  return hash.digest('hex');
}

/** What a person calls it: the folder's name, or the first of several. */
export function nameOf(source: ImageSource): string {
  if (source.kind === 'folder') return path.basename(source.path);
  const [first, ...others] = source.paths.map((each) => path.basename(each));
  return others.length === 0 ? first! : `${first!} and ${others.length} more`;
}

/** Of any data set, before it is read. */
export function nameOfData(source: DataSource): string {
  return source.kind === 'fashion-mnist' ? 'Fashion-MNIST' : nameOf(source);
}

/** Where the images are, for a sentence. */
export function whereOf(source: ImageSource): string {
  return source.kind === 'folder' ? source.path : nameOf(source);
}
