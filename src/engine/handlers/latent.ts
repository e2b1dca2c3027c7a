import type { EngineHandlers } from '../../contract/engine-calls';
import { exportPath } from './latent-export';
import { locate } from './latent-locate';
import { decodePlace } from './latent-place';
import { samples } from './latent-samples';
import type { EngineState } from './state';

type LatentHandlers = Pick<
  EngineHandlers,
  'space.locate' | 'space.decodePlace' | 'space.samples' | 'space.stopSamples' | 'export.path'
>;

export function latentHandlers(state: EngineState): LatentHandlers {
  return {
    'space.locate': (input) => locate(state, input),
    'space.decodePlace': (input) => decodePlace(state, input),
    'space.samples': (input) => samples(state, input),
    'space.stopSamples': () => {
      state.sampling.end('The samples were stopped.');
      return Promise.resolve({});
    },
    'export.path': (input) => exportPath(state, input),
  };
}
