import path from 'node:path';
import type { EngineArguments, EngineOutput } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { LatentMap } from '../../contract/space';
import { foreignEmbedding } from '../datasets/vectors/foreign-embedding';
import { fingerprintOf } from '../datasets/vectors/fingerprint-of';
import { lookAtTable } from '../datasets/vectors/look-at-table';
import { vectorsIn } from '../datasets/vectors/vectors-in';
import { rolesSentence } from '../../core/tables/roles-sentence';
import { throttled, type EngineState } from './state';

/** Makes vectors from elsewhere the space at hand. Throws UserError when the file holds none that can be read. */
export async function importVectors(
  state: EngineState,
  { path: target, choice = {}, fingerprint: wanted, labels = [] }: EngineArguments<'space.import'>,
): Promise<EngineOutput<'space.import'>> {
  const signal = state.encoding.begin();
  const file = path.resolve(target);
  const beside = labels.map((each) => path.resolve(each));
  const vectors = await vectorsIn(file, await state.tables.read(file, beside), choice);
  signal.throwIfAborted();
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
  const space = {
    embedding,
    name,
    vectors: fingerprint,
    roles: vectors.roles,
    run: null,
    map,
    neighbours: null,
  };
  state.replaceSpace(space, 'The vectors this map was made of were replaced.');
  if (map !== null) state.lastMap = map;
  const taken = rolesSentence(vectors.roles);
  return { embedding, map, missing: made.missing, roles: vectors.roles, taken, fingerprint };
}

/** What a table holds, and what its columns would be taken for. Throws UserError when it cannot be read. */
export async function lookAtVectors(
  state: EngineState,
  { path: target, choice = {}, labels = [] }: EngineArguments<'vectors.look'>,
): Promise<EngineOutput<'vectors.look'>> {
  const file = path.resolve(target);
  const beside = labels.map((each) => path.resolve(each));
  return lookAtTable(file, await state.tables.read(file, beside), choice);
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
