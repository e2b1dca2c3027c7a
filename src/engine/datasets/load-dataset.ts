import { stat } from 'node:fs/promises';
import { dataOptions, type DataOptions, type DataSource } from '../../contract/dataset';
import { arrayIn } from './arrays/array-source';
import { loadArray } from './arrays/load-array';
import type { Dataset, LoadContext } from './dataset';
import { loadFashionMnist } from './fashion-mnist';
import { findFiles, resolved, stateOf } from './image-source';
import { loadImages } from './load-images';
import { SharedLoad } from './shared-load';
import type { FoundFiles } from './found-file';
import { tableFile } from './sort-images';

/** Reads a data set whole. Throws as the loader of its kind does. */
function loadDataset(
  source: DataSource,
  options: DataOptions,
  context: LoadContext,
  found?: FoundFiles,
): Promise<Dataset> {
  if (source.kind === 'fashion-mnist') return loadFashionMnist(options);
  const array = arrayIn(resolved(source));
  return array === null ? loadImages(source, options, context, found) : loadArray(array, options, context);
}

interface Kept {
  keys: string[];
  /** Names, sizes and times of the files. */
  state: string;
}

/**
 * The last data set that was read, kept so that looking at a folder and then training on it reads it once. Whoever
 * asks for the same source with the same options, or with those that were found, gets it without reading, unless the
 * files have changed; who asks while it is being read waits with the first.
 */
export class DatasetCache {
  private kept: (Kept & { data: Dataset }) | null = null;
  private reading: (Kept & { load: SharedLoad<Dataset> }) | null = null;

  async load(source: DataSource, options: DataOptions, context: LoadContext): Promise<Dataset> {
    const key = keyOf(source, options);
    const found = await this.findFiles(source, options, context);
    const state = found === undefined ? '' : `${stateOf(found.files)} ${await stateOfTable(source, options)}`;
    const isSame = (other: Kept | null): boolean =>
      other !== null && other.keys.includes(key) && other.state === state;
    if (this.kept !== null && isSame(this.kept)) return this.kept.data;
    if (this.reading !== null && isSame(this.reading) && !this.reading.load.ended) {
      return this.reading.load.join(context);
    }
    // Two data sets in memory at a time would be one too many.
    this.kept = null;
    const load = new SharedLoad((shared) =>
      loadDataset(source, options, { ...shared, cache: context.cache ?? null }, found),
    );
    const reading = { keys: [key], state, load };
    this.reading = reading;
    try {
      const data = await load.join(context);
      this.kept = { keys: [key, keyOf(data.source, data.options)], state, data };
      return data;
    } finally {
      if (this.reading === reading && load.ended) this.reading = null;
    }
  }

  private async findFiles(
    source: DataSource,
    { rules }: DataOptions,
    context: LoadContext,
  ): Promise<FoundFiles | undefined> {
    if (source.kind === 'fashion-mnist') return undefined;
    context.onProgress({ text: 'Looking through the folder', done: 0, total: 0 });
    return findFiles(resolved(source), { signal: context.signal, withSystem: rules === 1 });
  }
}

/** Size and time of the table of labels, which may lie elsewhere. */
async function stateOfTable(source: DataSource, { labels }: DataOptions): Promise<string> {
  if (labels?.from !== 'file' || source.kind === 'fashion-mnist') return '';
  const full = tableFile(source, labels.path);
  const known = await stat(full).catch(() => null);
  return known === null ? '' : `${known.size} ${known.mtimeMs} ${known.ctimeMs}`;
}

function keyOf(source: DataSource, options: DataOptions): string {
  const where = source.kind === 'fashion-mnist' ? '' : resolved(source);
  const known = Object.keys(dataOptions.shape) as (keyof DataOptions)[];
  return JSON.stringify([where, ...known.map((name) => options[name] ?? null)]);
}
