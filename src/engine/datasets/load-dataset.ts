import type { DataOptions, DataSource } from '../../contract/dataset';
import { arrayIn } from './arrays/array-source';
import { loadArray } from './arrays/load-array';
import type { Dataset, LoadContext } from './dataset';
import { loadFashionMnist } from './fashion-mnist';
import { findFiles, resolved, stateOf } from './image-source';
import { loadImages } from './load-images';
import { SharedLoad } from './shared-load';
import type { FoundFiles } from './found-file';

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
    const found = await this.findFiles(source, context);
    const state = found === undefined ? '' : stateOf(found.files);
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

  private async findFiles(source: DataSource, context: LoadContext): Promise<FoundFiles | undefined> {
    if (source.kind === 'fashion-mnist') return undefined;
    context.onProgress({ text: 'Looking through the folder', done: 0, total: 0 });
    return findFiles(resolved(source), { signal: context.signal });
  }
}

function keyOf(source: DataSource, options: DataOptions): string {
  const where = source.kind === 'fashion-mnist' ? '' : resolved(source);
  const { limit, side, channels, fit, invert, testShare, splitSeed } = options;
  return JSON.stringify([where, limit, side, channels, fit ?? 'crop', invert ?? false, testShare, splitSeed]);
}
