import path from 'node:path';
import type { EngineArguments, EngineOutput } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { LatentMap } from '../../contract/space';
import { foreignEmbedding } from '../datasets/vectors/foreign-embedding';
import { fingerprintOf } from '../datasets/vectors/fingerprint-of';
import { readVectors } from '../datasets/vectors/read-vectors';
import { throttled, type EngineState } from './state';

/** Makes vectors from elsewhere the space at hand. Throws UserError when the file holds none that can be read. */
export async function importVectors(
  state: EngineState,
  { path: target, fingerprint: wanted, labels = [] }: EngineArguments<'space.import'>,
): Promise<EngineOutput<'space.import'>> {
  const signal = state.encoding.begin();
  const file = path.resolve(target);
  const beside = labels.map((each) => path.resolve(each));
  const vectors = await readVectors(file, {}, beside);
  signal.throwIfAborted();
  const odd = vectors.vectors.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new UserError(
      `Vector ${Math.floor(odd / vectors.d)} in ${file} holds a value that is not a finite number: remove or fill it first.`,
    );
  }
  const fingerprint = fingerprintOf(vectors);
  if (wanted !== undefined && wanted !== fingerprint) {
    throw new UserError(
      `The vectors in ${file} are not those that were in the map: they have changed, or are others.`,
    );
  }
  const onProgress = throttled((progress) => state.emit('space.progress', progress));
  const made = await foreignEmbedding(file, vectors, { signal, onProgress, cache: state.pixels });
  const { embedding } = made;
  signal.throwIfAborted();
  const map = made.places === null ? null : mapOf(embedding.n, made.places);
  const name = path.basename(file);
  const space = { embedding, name, vectors: fingerprint, run: null, map, neighbours: null };
  state.replaceSpace(space, 'The vectors this map was made of were replaced.');
  if (map !== null) state.lastMap = map;
  return { embedding, map, missing: made.missing, fingerprint };
}

function mapOf(n: number, { positions, dims }: { positions: Float32Array; dims: 2 | 3 }): LatentMap {
  return {
    n,
    dims,
    // How they were made is not known; what lays them out again is this.
    method: 'umap',
    metric: 'euclidean',
    positions,
    epochs: 0,
    seconds: { neighbours: 0, graph: 0, layout: 0, quality: 0 },
    trustworthiness: null,
    sampled: 0,
    neighboursKept: null,
    distortion: new Float32Array(n).fill(NaN),
    explainedVariance: [],
    neighbours: { exact: false, recall: 0, sampled: 0 },
    landmarks: null,
    notes: [
      'These places came with the file and were not measured; lay the map out again to have its figures.',
    ],
  };
}
