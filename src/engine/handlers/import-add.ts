import type { EngineArguments, EngineOutput } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { Embedding, EmbeddingColumn, LatentMap } from '../../contract/space';
import { placeMany } from '../map/place-the-rest';
import { splitsOf } from '../export/table-of';
import { encodeImages } from './encode';
import type { EngineState, Space } from './state';

/** The column that says from which data set an image is. */
const SET = 'set';

/**
 * Encodes images and adds them to those that are encoded already. In the map that there is they take the places of their
 * nearest; the others stay where they are. Throws UserError when they do not fit the model or the space.
 */
export async function addImages(
  state: EngineState,
  { source, options, fingerprint }: EngineArguments<'space.add'>,
): Promise<EngineOutput<'space.add'>> {
  const model = state.requireModel();
  const signal = AbortSignal.any([state.encoding.begin(), model.signal]);
  const before = state.requireSpace();
  if (before.embedding.latent !== model.description.network.latent) {
    throw new UserError(
      'The images in the map were encoded with another model: encode them with this one first.',
    );
  }
  const { embedding, data } = await encodeImages(state, model, { source, options, split: 'all' }, signal);
  signal.throwIfAborted();
  if (fingerprint !== undefined && data.fingerprint !== fingerprint) {
    throw new UserError(
      `The images of ${data.name} are not those that were in the map: they have changed, or are others.`,
    );
  }
  // Meanwhile other images may have taken the space.
  const space = state.requireSpace();
  const joined = join(space, embedding, data.name);
  const placed = space.map === null ? null : await placesOf(space.map, space.embedding, embedding, signal);
  const map = space.map === null || placed === null ? null : extended(space.map, placed, embedding.n);
  const replacing: Space = {
    embedding: joined,
    name: `${space.name ?? 'images'} and ${data.name}`,
    run: null,
    map,
    ...(space.mapConfig === undefined ? {} : { mapConfig: space.mapConfig }),
    neighbours: null,
  };
  state.replaceSpace(replacing, 'Images were added to those this map was made of.');
  if (map !== null) state.lastMap = map;
  return { embedding: joined, map, added: { n: embedding.n, fingerprint: data.fingerprint } };
}

function join({ embedding: a, name = 'first' }: Space, b: Embedding, added: string): Embedding {
  const columns = [...(a.columns ?? [])];
  const sets = columns.find((column) => column.name === SET && column.kind === 'text');
  const former = sets?.kind === 'text' ? sets.values : new Array<string>(a.n).fill(name);
  const set = freeName(added, new Set(former));
  const others = columns.filter((column) => column !== sets).map((column) => padded(column, b.n));
  const names = b.labelNames.map((label) => `${set}: ${label}`);
  const unlabelled = b.labels.some((label) => label < 0);
  const first = a.labelNames.length;
  const none = first + names.length;
  return {
    ...(a.absent === undefined ? {} : { absent: { ...a.absent, rows: padRows(a.absent.rows, b.n) } }),
    n: a.n + b.n,
    latent: a.latent,
    side: b.side,
    channels: b.channels,
    mu: concatenated(a.mu, b.mu),
    logvar: concatenated(a.logvar, b.logvar),
    bce: concatenated(a.bce, b.bce),
    kl: concatenated(a.kl, b.kl),
    labels: Int32Array.from([...a.labels, ...b.labels.map((label) => (label < 0 ? none : first + label))]),
    isTest: Uint8Array.from([...a.isTest, ...b.isTest]),
    ...(a.splits === undefined ? {} : { splits: [...a.splits, ...splitsOf(b)] }),
    labelNames: [...a.labelNames, ...names, ...(unlabelled ? [set] : [])],
    files: a.files.length + b.files.length === 0 ? [] : [...filesOf(a), ...filesOf(b)],
    pixels: bytes(pixelsLike(a, b), b.pixels),
    columns: [
      { kind: 'text', name: SET, values: [...former, ...new Array<string>(b.n).fill(set)] },
      ...others,
    ],
  };
}

/** Those that were added are there. */
function padRows(rows: Uint8Array, n: number): Uint8Array {
  return bytes(rows, new Uint8Array(n));
}

/** The pixels of `a`; black ones of the size of b's where it came without images, or with images of another size. */
function pixelsLike(a: Embedding, { side, channels }: Embedding): Uint8Array {
  const length = a.n * side * side * channels;
  const isAlike = a.side === side && a.channels === channels && a.pixels.length === length;
  return isAlike ? a.pixels : new Uint8Array(length);
}

function padded(column: EmbeddingColumn, n: number): EmbeddingColumn {
  return column.kind === 'text'
    ? {
        ...column,
        values: [...column.values, ...new Array<string>(n).fill('')],
        ...(column.numbers === undefined
          ? {}
          : { numbers: Float64Array.from([...column.numbers, ...new Array<number>(n).fill(NaN)]) }),
      }
    : { ...column, values: concatenated(column.values, new Float32Array(n).fill(NaN)) };
}

const filesOf = ({ n, files }: Embedding): readonly string[] =>
  files.length === n ? files : new Array<string>(n).fill('');

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
  return free;
}

function concatenated(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function bytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Where images belong in a map, `[n, dims]`. */
function placesOf(
  { positions, dims }: LatentMap,
  { n, latent, mu }: Embedding,
  added: Embedding,
  signal: AbortSignal,
): Promise<Float32Array> {
  return placeMany(added.mu, added.n, { vectors: mu, n, d: latent, positions, dims }, signal);
}

function extended(map: LatentMap, placed: Float32Array, added: number): LatentMap {
  return {
    ...map,
    n: map.n + added,
    positions: concatenated(map.positions, placed),
    distortion: concatenated(map.distortion, new Float32Array(added).fill(NaN)),
    landmarks: map.landmarks ?? map.n,
    notes: [
      ...map.notes,
      `${added} images were added and stand at the places of their nearest neighbours; the figures are those of the map before. Lay it out again to place all of them together.`,
    ],
  };
}
