import type { EngineArguments } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { Embedding, Split } from '../../contract/space';
import type { Dataset, ImageSet } from '../datasets/dataset';
import { nameOfData } from '../datasets/image-source';
import type { BlockOptions, Evaluation } from '../network/vae';
import { keepLatents, recallLatents } from '../runs/kept-latents';
import { trainedOn } from '../runs/trained-on';
import { streams } from '../training/streams';
import type { Model } from './model';
import { changedFact, loadOwnImages, OtherImages } from './own-images';
import { throttled, type EngineState, type Space } from './state';

type Asked = EngineArguments<'space.encode'>;

/** Encodes images with the model at hand and makes them the space at hand. Throws UserError when they do not fit it. */
export async function encode(state: EngineState, asked: Asked): Promise<Embedding> {
  const model = state.requireModel();
  const signal = AbortSignal.any([state.encoding.begin(), model.signal]);
  // Another epoch may end meanwhile.
  const keepMap = model.history?.mapKeeper() ?? null;
  const mayRecall = asked.orKept === true && asked.source === undefined && asked.split === 'test';
  const recalled = mayRecall ? await recallWhatIsAbsent(state, model, signal) : null;
  const { embedding, name, isOwn } = recalled ?? (await encodeAndKeep(state, model, asked, signal));
  signal.throwIfAborted();
  const space: Space = { embedding, name, run: isOwn ? model.run : null, map: null, neighbours: null };
  if (isOwn && keepMap !== null) space.keepMap = keepMap;
  state.replaceSpace(space, 'The images this map was made of were replaced.');
  return embedding;
}

interface Encoded {
  embedding: Embedding;
  name: string;
  /** They are the run's own test set, as its newest weights see it: what lies in the run's folder. */
  isOwn: boolean;
}

async function encodeAndKeep(
  state: EngineState,
  model: Model,
  asked: Asked,
  signal: AbortSignal,
): Promise<Encoded> {
  const { embedding, data, isOwn, isKept } = await encodeImages(state, model, asked, signal);
  // A run keeps the latents of its own test set, unless it may only be read, as the starter model may.
  if (isOwn && !isKept && (await model.run.isWritable())) await keepLatents(model.run, embedding);
  return { embedding, name: data.name, isOwn };
}

/** What the run keeps of its test set, when the images are missing or others; null when they are there, or it keeps nothing. */
async function recallWhatIsAbsent(
  state: EngineState,
  model: Model,
  signal: AbortSignal,
): Promise<Encoded | null> {
  const { source, dataFingerprint } = model.description;
  // Of weights from elsewhere it is not known which images they had.
  if (dataFingerprint === null || model.choice !== 'last') return null;
  try {
    await loadOwnImages(state, model.run, source, signal);
    return null;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    const kept = await recallLatents(model.run);
    if (kept === null) return null;
    const pixels = await model.use((vae) => vae.decodeToBytes(kept.mu, kept.n, { signal }));
    return {
      embedding: {
        ...kept,
        pixels,
        absent: {
          why: error.message,
          changed: error instanceof OtherImages,
          rows: new Uint8Array(kept.n).fill(1),
        },
      },
      name: nameOfData(source),
      isOwn: true,
    };
  }
}

/** What images were encoded to. */
interface EncodedImages {
  embedding: Embedding;
  data: Dataset;
  /** They are the run's own test set, and the weights its newest. */
  isOwn: boolean;
  /** The run kept the very same. */
  isKept: boolean;
}

/**
 * Encodes images, and tells how far it is; what the run keeps of its own need not be found again. Throws UserError when
 * they do not fit the model.
 */
export async function encodeImages(
  state: EngineState,
  model: Model,
  asked: EngineArguments<'space.encode'>,
  signal: AbortSignal,
): Promise<EncodedImages> {
  const own = model.description;
  const { split } = asked;
  const data = await load(state, model, asked, signal);
  checkShape(model, data);
  const images = choose(data, split);
  if (images.n === 0) {
    throw new UserError(`There are no ${split} images in ${data.name}: choose the split "all".`);
  }
  const tell = throttled((progress) => state.emit('space.progress', progress));
  const onProgress = (done: number, total: number): void => tell({ text: 'Encoding images', done, total });
  const isOwn = split === 'test' && data.fingerprint === own.dataFingerprint && model.choice === 'last';
  // While a run trains, what is kept is of the epoch before.
  const mayBeKept = isOwn && state.training === null;
  const kept = mayBeKept ? await keptEvaluation(model, images, signal) : null;
  const evaluation = kept ?? (await evaluate(model, images.pixels, { signal, onProgress }));
  const trained =
    data.fingerprint === own.dataFingerprint
      ? null
      : await trainedOn(model.run, images.pixels, data.side * data.side * data.channels);
  const embedding: Embedding = {
    n: images.n,
    latent: own.network.latent,
    side: data.side,
    channels: data.channels,
    ...evaluation,
    labels: images.labels,
    isTest: images.isTest,
    labelNames: data.labelNames,
    files: images.files,
    pixels: images.pixels,
    fingerprint: data.fingerprint,
    ...(trained === null ? {} : { columns: [{ kind: 'text', name: 'in_training', values: trained }] }),
    ...(asked.source === undefined && isOther(model, data)
      ? { changed: await changedFact(model.run, data) }
      : {}),
  };
  return { embedding, data, isOwn, isKept: kept !== null };
}

/** The run's own images as they were when it was trained, or others prepared as those were. */
function load(
  state: EngineState,
  model: Model,
  { source, options, unchanged }: Asked,
  signal: AbortSignal,
): Promise<Dataset> {
  const own = model.description;
  if (source !== undefined) return state.loadOthers(own, { source, options }, signal);
  if (unchanged === true) return loadOwnImages(state, model.run, own.source, signal);
  return state.loadOwn({ ...own, options: { ...own.options, ...options } }, own.source, signal);
}

/** Of weights from elsewhere it is not known which images they had. */
function isOther({ description }: Model, { fingerprint }: Dataset): boolean {
  return description.dataFingerprint !== null && fingerprint !== description.dataFingerprint;
}

/** With the noise with which training evaluates, so that the figures are those of the run's metrics. */
function evaluate(model: Model, pixels: Uint8Array, options: BlockOptions): Promise<Evaluation> {
  const noise = streams.evaluation(model.description.config.seed);
  return model.use((vae) => vae.evaluate(pixels, noise, options));
}

/** Images that are encoded again, to tell whether what a run keeps is what its present weights make of them. */
const PROBES = 16;
/** Another processor rounds otherwise; other weights change mu and errors by far more. */
const TOLERANCE = 1e-3;

/** What the run keeps of its test set `images`; null when it keeps nothing, or what other weights made. */
async function keptEvaluation(
  model: Model,
  images: ImageSet,
  signal: AbortSignal,
): Promise<Pick<Embedding, keyof Evaluation> | null> {
  const kept = await recallLatents(model.run);
  if (kept?.n !== images.n) return null;
  const { mu, logvar, bce, kl } = kept;
  const size = images.pixels.length / images.n;
  const probe = await evaluate(model, images.pixels.subarray(0, PROBES * size), { signal });
  const agrees = (found: Float32Array, known: Float32Array): boolean =>
    found.every((value, i) => Math.abs(value - known[i]!) <= TOLERANCE * Math.max(1, Math.abs(value)));
  const isSame =
    agrees(probe.mu, mu) && agrees(probe.logvar, logvar) && agrees(probe.bce, bce) && agrees(probe.kl, kl);
  return isSame ? { mu, logvar, bce, kl } : null;
}

function checkShape({ description: { network } }: Model, { name, side, channels }: Dataset): void {
  if (side === network.side && channels === network.channels) return;
  const inWords = (pixels: number, count: 1 | 3): string =>
    `${pixels} by ${pixels} pixels ${count === 1 ? 'grey' : 'in colour'}`;
  throw new UserError(
    `This model takes images of ${inWords(network.side, network.channels)}, but ${name} has ${inWords(side, channels)}: choose other images or another model.`,
  );
}

function choose(data: Dataset, split: Split): ImageSet & { isTest: Uint8Array<ArrayBuffer> } {
  const { train, test } = data;
  if (split === 'train') return { ...train, isTest: new Uint8Array(train.n) };
  if (split === 'test') return { ...test, isTest: new Uint8Array(test.n).fill(1) };
  const pixels = new Uint8Array(train.pixels.length + test.pixels.length);
  pixels.set(train.pixels);
  pixels.set(test.pixels, train.pixels.length);
  const isTest = new Uint8Array(train.n + test.n);
  isTest.fill(1, train.n);
  return {
    n: train.n + test.n,
    pixels,
    labels: Int32Array.from([...train.labels, ...test.labels]),
    files: [...train.files, ...test.files],
    isTest,
  };
}
