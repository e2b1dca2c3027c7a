import type { CacheState, DatasetSummary } from '../../contract/dataset';
import type { EngineHandlers, EngineInput } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import { arrayIn } from '../datasets/arrays/array-source';
import { summarise } from '../datasets/dataset';
import { lookAtImages } from '../datasets/look-at-images';
import { NoImages, summaryOfNone } from '../datasets/no-images';
import type { PixelCache } from '../images/pixel-cache';
import { throttled, type EngineState } from './state';

type DataHandlers = Pick<
  EngineHandlers,
  'data.look' | 'data.cancel' | 'data.describe' | 'cache.describe' | 'cache.clear' | 'cache.setLimit'
>;

export function dataHandlers(state: EngineState): DataHandlers {
  const onCache = async (act: (cache: PixelCache) => Promise<void>): Promise<CacheState> => {
    if (state.pixels === null) throw new UserError('This engine keeps no pixels between sessions.');
    await act(state.pixels);
    return state.pixels.describe();
  };
  return {
    'data.look': ({ source, options, latent }) =>
      orNone({ source, options, latent }, async () => {
        const signal = state.describing.begin();
        if (source.kind === 'fashion-mnist' || arrayIn(source) !== null) {
          return summarise(await state.loadData(source, options, signal), latent);
        }
        const onProgress = throttled((progress) => state.emit('data.progress', progress));
        return lookAtImages(source, options, latent, { signal, onProgress });
      }),
    'data.cancel': () => {
      state.describing.end('Looking at these images was ended.');
      return Promise.resolve({});
    },
    'data.describe': ({ source, options, latent }) =>
      orNone({ source, options, latent }, async () =>
        summarise(await state.loadData(source, options, state.describing.begin()), latent),
      ),
    'cache.describe': () => onCache(() => Promise.resolve()),
    'cache.clear': () => onCache((cache) => cache.clear()),
    'cache.setLimit': ({ bytes }) => onCache((cache) => cache.setLimit(bytes)),
  };
}

/** A summary all the same where no file is an image: it says why of each. */
async function orNone(
  { source, options, latent }: EngineInput<'data.describe'>,
  look: () => Promise<DatasetSummary>,
): Promise<DatasetSummary> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof NoImages) || source.kind === 'fashion-mnist') throw error;
    return summaryOfNone(source, options, latent, error);
  }
}
