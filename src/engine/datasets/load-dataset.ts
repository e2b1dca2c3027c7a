import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { DataOptions, DataSource } from '../../contract/dataset';
import type { Dataset, LoadContext } from './dataset';
import { loadFashionMnist } from './fashion-mnist';
import { loadImageFolder } from './image-folder';
import { walkFolder } from './walk-folder';

/** Reads a data set whole. Throws as the loader of its kind does. */
export function loadDataset(
  source: DataSource,
  options: DataOptions,
  context: LoadContext,
): Promise<Dataset> {
  return source.kind === 'fashion-mnist'
    ? loadFashionMnist(options)
    : loadImageFolder(source.path, options, context);
}

/**
 * The last data set that was read, kept so that looking at a folder and then training on it reads it once. Whoever
 * asks for the same source with the same options, or with those that were found, gets it without reading, unless
 * the folder's files have changed.
 */
export class DatasetCache {
  private kept: { keys: string[]; state: string; data: Dataset } | null = null;

  async load(source: DataSource, options: DataOptions, context: LoadContext): Promise<Dataset> {
    const key = keyOf(source, options);
    const state =
      source.kind === 'folder' ? await folderState(path.resolve(source.path), context.signal) : '';
    if (this.kept?.keys.includes(key) === true && this.kept.state === state) return this.kept.data;
    // Two data sets in memory at a time would be one too many.
    this.kept = null;
    const data = await loadDataset(source, options, context);
    this.kept = { keys: [key, keyOf(data.source, data.options)], state, data };
    return data;
  }
}

function keyOf(source: DataSource, options: DataOptions): string {
  const where = source.kind === 'folder' ? path.resolve(source.path) : '';
  const { limit, side, channels, fit, splitSeed } = options;
  return JSON.stringify([source.kind, where, limit, side, channels, fit, splitSeed]);
}

/** Names, sizes and times of a folder's files in one number: another means that something changed. */
async function folderState(root: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (const { file, path: full } of (await walkFolder(root, signal)).files) {
    const stat = await lstat(full).catch(() => null);
    hash.update(`${file}\0${stat?.size ?? -1}\0${stat?.mtimeMs ?? 0}\0`);
  }
  return hash.digest('hex');
}
