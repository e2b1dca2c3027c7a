import type { EngineHandlers } from '../../contract/engine-calls';
import { summarise } from '../datasets/dataset';
import type { EngineState } from './state';

export function dataHandlers(state: EngineState): Pick<EngineHandlers, 'data.describe'> {
  return {
    'data.describe': async ({ source, options, latent }) =>
      summarise(await state.loadData(source, options, state.describing.begin()), latent),
  };
}
