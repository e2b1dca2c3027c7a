import type { EngineArguments } from '../../contract/engine-calls';
import type { DataOptions, DataSource } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import type { Embedding, Split } from '../../contract/space';
import type { Dataset, ImageSet } from '../datasets/dataset';
import { streams } from '../training/streams';
import type { Model } from './model';
import { throttled, type EngineState } from './state';

/** Encodes images with the model at hand and makes them the space at hand. Throws UserError when they do not fit it. */
export async function encode(state: EngineState, asked: EngineArguments<'space.encode'>): Promise<Embedding> {
  const model = state.requireModel();
  const signal = AbortSignal.any([state.encoding.begin(), model.signal]);
  const { embedding, data } = await encodeImages(state, model, asked, signal);
  // What lies in the run's folder is what its newest weights make of it.
  const isOwn =
    asked.split === 'test' &&
    data.fingerprint === model.description.dataFingerprint &&
    model.choice === 'last';
  if (isOwn) await keepLatents(model, embedding);
  signal.throwIfAborted();
  state.mapping.end('The images this map was made of were replaced.');
  state.space = { embedding, name: data.name, run: isOwn ? model.run : null, map: null, neighbours: null };
  return embedding;
}

/** Encodes images, and tells how far it is. Throws UserError when they do not fit the model. */
export async function encodeImages(
  state: EngineState,
  model: Model,
  { source, options, split }: EngineArguments<'space.encode'>,
  signal: AbortSignal,
): Promise<{ embedding: Embedding; data: Dataset }> {
  const own = model.description;
  const data = await state.loadData(source ?? own.source, fitting(model, source, options), signal);
  checkShape(model, data);
  const images = choose(data, split);
  if (images.n === 0) {
    throw new UserError(`There are no ${split} images in ${data.name}: choose the split "all".`);
  }
  const tell = throttled((progress) => state.emit('space.progress', progress));
  // The noise with which training evaluates, so that the figures are those of the run's metrics.
  const noise = streams.evaluation(own.config.seed);
  const onProgress = (done: number, total: number): void => tell({ text: 'Encoding images', done, total });
  const evaluation = await model.use((vae) => vae.evaluate(images.pixels, noise, { signal, onProgress }));
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
  };
  return { embedding, data };
}

/** A folder is read at the model's own size; the run's own data as they were when it was trained. */
function fitting(model: Model, source: DataSource | undefined, asked: DataOptions | undefined): DataOptions {
  const { network, options } = model.description;
  if (source === undefined) return { ...options, ...asked };
  // Fashion-MNIST has one size, and whether it fits is told afterwards.
  return source.kind === 'fashion-mnist'
    ? { ...asked }
    : { side: network.side, channels: network.channels, ...asked };
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

/** A run keeps the latents of its own test set, unless it may only be read, as the starter model may. */
async function keepLatents({ run }: Model, { n, latent, mu, logvar }: Embedding): Promise<void> {
  if (!(await run.isWritable())) return;
  await run.writeArray('latents.npy', [n, latent], mu);
  await run.writeArray('logvar.npy', [n, latent], logvar);
}
