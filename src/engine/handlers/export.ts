import path from 'node:path';
import type { EngineHandlers } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import { encodeCsvRow } from '../../core/formats/csv';
import type { Origin } from '../export/describe-export';
import { writeImageGrid } from '../export/image-grid';
import { writeEmbedding } from '../export/write-embedding';
import { writeWhole } from '../runs/write-whole';
import type { EngineState, Space } from './state';

type ExportHandlers = Pick<
  EngineHandlers,
  'export.csv' | 'export.embedding' | 'export.grid' | 'export.report'
>;

export function exportHandlers(state: EngineState): ExportHandlers {
  return {
    'export.csv': async ({ path: target, ...part }) => {
      const space = state.requireSpace();
      const file = path.resolve(target);
      const { rows, bytes } = await writeEmbedding(file, space.embedding, originOf(state, space), {
        format: 'csv',
        ...part,
      });
      return { path: file, rows, bytes };
    },
    'export.embedding': ({ path: target, ...asked }) => {
      const space = state.requireSpace();
      return writeEmbedding(path.resolve(target), space.embedding, originOf(state, space), asked);
    },
    'export.grid': async ({ path: target, what, rows }) => {
      const { embedding } = state.requireSpace();
      const { n, latent, mu, pixels } = embedding;
      const chosen = rows ?? Array.from({ length: n }, (_, i) => i);
      const odd = chosen.find((row) => row >= n);
      if (odd !== undefined) throw new UserError(`There is no image ${odd}: there are ${n}, counted from 0.`);
      if (pixels.length === 0 && what !== 'reconstructions') {
        throw new UserError('These vectors came without images: there are none to write.');
      }
      const { absent } = embedding;
      const gone = absent === undefined ? 0 : chosen.filter((row) => absent.rows[row] === 1).length;
      if (gone > 0 && what !== 'reconstructions') {
        throw new UserError(
          `${gone} of these ${chosen.length} images are missing: find them first, or write the reconstructions alone.`,
        );
      }
      const vectors = new Float32Array(chosen.length * latent);
      chosen.forEach((row, i) => vectors.set(mu.subarray(row * latent, (row + 1) * latent), i * latent));
      const decoded = what === 'originals' ? null : await decode(state, vectors, chosen.length, latent);
      return writeImageGrid(path.resolve(target), embedding, chosen, what, decoded);
    },
    'export.report': async ({ path: target, leftOut }) => {
      const file = path.resolve(target);
      const lines = function* (): Generator<string, void, undefined> {
        yield encodeCsvRow(['file', 'reason']);
        for (const { file: name, reason } of leftOut) yield encodeCsvRow([name, reason]);
      };
      return { files: [file], rows: leftOut.length, bytes: await writeWhole(file, lines()) };
    },
  };
}

async function decode(
  state: EngineState,
  vectors: Float32Array,
  n: number,
  latent: number,
): Promise<Uint8Array> {
  const model = state.requireModel();
  if (model.description.network.latent !== latent) {
    throw new UserError('The images were encoded with another model: encode them with this one first.');
  }
  return model.use((vae) => vae.decodeToBytes(vectors, n, { signal: model.signal }));
}

/** Where the numbers of a space come from. */
export function originOf({ model }: EngineState, { name, map, mapConfig, embedding }: Space): Origin {
  const own = model !== null && model.description.network.latent === embedding.latent ? model : null;
  return {
    data: name ?? 'images',
    run: own?.description ?? null,
    runFolder: own?.run.folder ?? null,
    map,
    mapConfig: mapConfig ?? null,
  };
}
