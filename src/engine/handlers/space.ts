import type { EngineHandlers } from '../../contract/engine-calls';
import { encode } from './encode';
import { map, place, previewMap, recallMap, restoreMap } from './map';
import { path } from './path';
import type { EngineState } from './state';

type SpaceHandlers = Pick<
  EngineHandlers,
  | 'space.encode'
  | 'space.map'
  | 'space.recallMap'
  | 'space.stopMap'
  | 'space.stopSearch'
  | 'space.previewMap'
  | 'space.restoreMap'
  | 'space.place'
  | 'space.decode'
  | 'space.decodeValues'
  | 'space.path'
>;

export function spaceHandlers(state: EngineState): SpaceHandlers {
  return {
    'space.encode': (input) => encode(state, input),
    'space.map': (config) => map(state, config),
    'space.recallMap': () => recallMap(state),
    'space.stopMap': () => {
      state.encoding.end('The encoding was stopped.');
      state.mapping.end('The map was stopped.');
      return Promise.resolve({});
    },
    'space.stopSearch': () => {
      state.searching.end('The search was stopped.');
      return Promise.resolve({});
    },
    'space.previewMap': (input) => previewMap(state, input),
    'space.restoreMap': (input) => restoreMap(state, input),
    'space.place': async (input) => Promise.resolve(place(state, input)),
    'space.decode': async ({ n, latents }) => {
      state.foreground.touch();
      const model = state.requireModel();
      const { side, channels } = model.description.network;
      const pixels = await model.use((vae) => vae.decodeToBytes(latents, n, { signal: model.signal }));
      return { n, side, channels, pixels };
    },
    'space.decodeValues': async ({ n, latents }) => {
      const model = state.requireModel();
      const { side, channels } = model.description.network;
      const values = await model.use((vae) => vae.decode(latents, n, { signal: model.signal }));
      return { n, side, channels, values };
    },
    'space.path': (input) => path(state, input),
  };
}
