import path from 'node:path';
import type { EngineHandlers } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import { encodeCsvRow } from '../../core/formats/csv';
import type { Origin } from '../export/describe-export';
import { writeImageGrid } from '../export/image-grid';
import { writeEmbedding } from '../export/write-embedding';
import type { BlockOptions } from '../network/vae';
import { writeWhole } from '../runs/write-whole';
import { throttled, type EngineState, type Space } from './state';

type ExportHandlers = Pick<
  EngineHandlers,
  'export.csv' | 'export.embedding' | 'export.grid' | 'export.report' | 'export.cancel'
>;

export function exportHandlers(state: EngineState): ExportHandlers {
  return {
    'export.csv': async ({ path: target, ...part }) => {
      const space = state.requireSpace();
      const file = path.resolve(target);
      const asked = { format: 'csv', ...part } as const;
      const origin = originOf(state, space);
      const { rows, bytes } = await exporting(state, (watch) =>
        writeEmbedding(file, space.embedding, origin, asked, watch),
      );
      return { path: file, rows, bytes };
    },
    'export.embedding': ({ path: target, ...asked }) => {
      const space = state.requireSpace();
      const origin = originOf(state, space);
      return exporting(state, (watch) =>
        writeEmbedding(path.resolve(target), space.embedding, origin, asked, watch),
      );
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
      return exporting(state, async (watch) => {
        const decoded =
          what === 'originals' ? null : await decode(state, vectors, chosen.length, latent, watch);
        return writeImageGrid(path.resolve(target), embedding, chosen, what, decoded, watch);
      });
    },
    'export.cancel': () => {
      state.exporting.end('The export was cancelled: nothing was written.');
      return Promise.resolve({});
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

/** Writes something, tells how far it is, and ends with all other exports. */
export function exporting<T>(state: EngineState, write: (watch: Watch) => Promise<T>): Promise<T> {
  const tell = throttled((progress) => state.emit('export.progress', progress));
  const onProgress = (done: number, total: number): void => tell({ text: 'Exporting', done, total });
  return state.exporting.during((signal) => write({ signal, onProgress }));
}

type Watch = Required<BlockOptions>;

async function decode(
  state: EngineState,
  vectors: Float32Array,
  n: number,
  latent: number,
  { signal, onProgress }: Watch,
): Promise<Uint8Array> {
  const model = state.requireModel();
  if (model.description.network.latent !== latent) {
    throw new UserError('The images were encoded with another model: encode them with this one first.');
  }
  const ended = AbortSignal.any([model.signal, signal]);
  return model.use((vae) => vae.decodeToBytes(vectors, n, { signal: ended, onProgress }));
}

/** Where the numbers of a space come from; those of vectors from elsewhere are of no model here. */
export function originOf({ model }: EngineState, space: Space): Origin {
  const { name, map, mapConfig, embedding, vectors, roles } = space;
  const isOwn = vectors === undefined && model?.description.network.latent === embedding.latent;
  const own = isOwn ? model : null;
  return {
    data: name ?? 'images',
    dataFingerprint: vectors ?? embedding.fingerprint ?? null,
    ...(roles === undefined ? {} : { roles }),
    run: own?.description ?? null,
    runFolder: own?.run.folder ?? null,
    checkpoint: own?.choice,
    map,
    mapConfig: mapConfig ?? null,
  };
}
