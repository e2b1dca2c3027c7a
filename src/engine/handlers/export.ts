import path from 'node:path';
import type { EngineHandlers } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import { tableOf, writeEmbeddingCsv } from '../export/embedding-files';
import type { EngineState } from './state';

export function exportHandlers(state: EngineState): Pick<EngineHandlers, 'export.csv'> {
  return {
    'export.csv': async ({ path: target, rows }) => {
      const { embedding, map } = state.requireSpace();
      const odd = rows?.find((row) => row >= embedding.n);
      if (odd !== undefined) {
        throw new UserError(`There is no image ${odd} to export: there are ${embedding.n}, counted from 0.`);
      }
      const file = path.resolve(target);
      return { path: file, ...(await writeEmbeddingCsv(file, tableOf(embedding, map), rows)) };
    },
  };
}
