import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../../contract/errors';
import type { Tensor } from '../../core/formats/safetensors';
import type { NetworkPlan } from '../../core/network/plan';
import type { Generator } from '../../core/random/generator';
import { loadTensorFlow } from '../tensorflow/load';
import { gather } from './batch';
import { drawNoise, klPerImage, sample, splitHeads } from './latent';
import { Network } from './network';
import { checkShapes, initialWeights, type Weights } from './weights';

/** How a long computation is watched and ended: `signal` makes it throw the signal's reason between two blocks. */
export interface BlockOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Both `[n, latent]`. */
export interface Encoded {
  mu: Float32Array<ArrayBuffer>;
  logvar: Float32Array<ArrayBuffer>;
}

/** `mu` and `logvar` `[n, latent]`; `bce` (of one sample z) and `kl` `[n]`, nats. */
export interface Evaluation extends Encoded {
  bce: Float32Array<ArrayBuffer>;
  kl: Float32Array<ArrayBuffer>;
}

/** Images of 28x28x1 in a block; larger images go in smaller blocks, so that a block stays short. */
const BLOCK = 250;
const BLOCK_PIXELS = BLOCK * 28 * 28;

/**
 * The variational autoencoder of the notebook, on TensorFlow. Long inputs are computed in blocks, with a turn for
 * the process's other work between them. `dispose` frees the weights; nothing else may be called afterwards.
 */
export class Vae {
  private constructor(
    /** For training; all others use the methods below. */
    readonly network: Network,
  ) {}

  /** A new network with PyTorch's default initialisation, drawn from `generator`. */
  static async create(plan: NetworkPlan, generator: Generator): Promise<Vae> {
    return Vae.fromWeights(plan, initialWeights(plan, generator));
  }

  /** A network with weights of PyTorch's names and layouts. Throws UserError when they are another network's. */
  static async fromWeights(plan: NetworkPlan, weights: Weights): Promise<Vae> {
    checkShapes(plan, weights);
    const network = new Network(await loadTensorFlow(), plan);
    network.parameters.load(weights);
    return new Vae(network);
  }

  get plan(): NetworkPlan {
    return this.network.plan;
  }

  /** A copy of the weights, with PyTorch's names and layouts, in the order of its `state_dict`. */
  weights(): Map<string, Tensor> {
    return this.network.parameters.save();
  }

  /** Takes other weights. Throws UserError when they are another network's. */
  setWeights(weights: Weights): void {
    checkShapes(this.plan, weights);
    this.network.parameters.load(weights);
  }

  /**
   * `images` [n, side, side, channels], bytes or floats in [0, 1]. Throws UserError when their length is not a
   * whole number of images.
   */
  async encode(images: Uint8Array | Float32Array, options: BlockOptions = {}): Promise<Encoded> {
    const { latent } = this.plan;
    const n = this.countImages(images);
    const mu = new Float32Array(n * latent);
    const logvar = new Float32Array(n * latent);
    await this.inBlocks(n, options, (rows, start) => {
      const { turned } = gather(images, rows, this.plan);
      const block = splitHeads(this.network.encode(turned, rows.length), rows.length, latent);
      mu.set(block.mu, start * latent);
      logvar.set(block.logvar, start * latent);
    });
    return { mu, logvar };
  }

  /**
   * Pixels in [0, 1], [n, side, side, channels], of latent vectors [n, latent]. Throws UserError when there are
   * not n of them or one is not finite.
   */
  async decode(
    latents: Float32Array,
    n: number,
    options: BlockOptions = {},
  ): Promise<Float32Array<ArrayBuffer>> {
    const size = this.imageSize();
    const pixels = new Float32Array(n * size);
    await this.decodeBlocks(latents, n, options, (block, start) => pixels.set(block, start * size));
    return pixels;
  }

  /** The same as bytes, 0 to 255. */
  async decodeToBytes(
    latents: Float32Array,
    n: number,
    options: BlockOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const size = this.imageSize();
    const pixels = new Uint8Array(n * size);
    await this.decodeBlocks(latents, n, options, (block, start) => {
      for (let i = 0; i < block.length; i++) pixels[start * size + i] = Math.round(block[i]! * 255);
    });
    return pixels;
  }

  /**
   * Encodes `images` as `encode` does, draws one z for each with noise from `generator`, and measures both parts
   * of the negative ELBO.
   */
  async evaluate(
    images: Uint8Array | Float32Array,
    generator: Generator,
    options: BlockOptions = {},
  ): Promise<Evaluation> {
    const { latent } = this.plan;
    const n = this.countImages(images);
    const result: Evaluation = {
      mu: new Float32Array(n * latent),
      logvar: new Float32Array(n * latent),
      bce: new Float32Array(n),
      kl: new Float32Array(n),
    };
    await this.inBlocks(n, options, (rows, start) => {
      const count = rows.length;
      const { turned, upright } = gather(images, rows, this.plan);
      const posterior = splitHeads(this.network.encode(turned, count), count, latent);
      const z = sample(posterior, drawNoise(generator, count, latent));
      result.mu.set(posterior.mu, start * latent);
      result.logvar.set(posterior.logvar, start * latent);
      result.bce.set(this.network.crossEntropy(z, upright, count), start);
      result.kl.set(klPerImage(posterior), start);
    });
    return result;
  }

  dispose(): void {
    this.network.dispose();
  }

  private async decodeBlocks(
    latents: Float32Array,
    n: number,
    options: BlockOptions,
    take: (block: Float32Array, start: number) => void,
  ): Promise<void> {
    const { latent } = this.plan;
    this.checkLatents(latents, n);
    await this.inBlocks(n, options, (rows, start) => {
      // A copy, because the tensor made of it shares its memory.
      const block = latents.slice(start * latent, (start + rows.length) * latent);
      take(this.network.decode(block, rows.length), start);
    });
  }

  /** Calls `compute` with the rows of each block; gives way to other work and looks at the signal between two. */
  private async inBlocks(
    n: number,
    { signal, onProgress }: BlockOptions,
    compute: (rows: Uint32Array, start: number) => void,
  ): Promise<void> {
    const { side, channels } = this.plan;
    const length = Math.max(1, Math.floor(BLOCK_PIXELS / (side * side * channels)));
    for (let start = 0; start < n; start += length) {
      if (start > 0) await nextTurn();
      signal?.throwIfAborted();
      const rows = Uint32Array.from({ length: Math.min(length, n - start) }, (_, i) => start + i);
      compute(rows, start);
      onProgress?.(start + rows.length, n);
    }
  }

  private imageSize(): number {
    const { side, channels } = this.plan;
    return side * side * channels;
  }

  private countImages(images: Uint8Array | Float32Array): number {
    const { side, channels } = this.plan;
    const n = images.length / this.imageSize();
    if (Number.isInteger(n)) return n;
    throw new UserError(
      `The images have ${images.length} values, which is no whole number of images of ${side} x ${side} x ${channels} for this model.`,
    );
  }

  private checkLatents(latents: Float32Array, n: number): void {
    const { latent } = this.plan;
    if (latents.length !== n * latent) {
      throw new UserError(
        `The latent vectors hold ${latents.length} numbers, but ${n} vectors of this model have shape [${n}, ${latent}].`,
      );
    }
    const odd = latents.findIndex((value) => !Number.isFinite(value));
    if (odd < 0) return;
    throw new UserError(
      `Latent vector ${Math.floor(odd / latent)} has a value that is not a finite number in dimension ${odd % latent}; only finite numbers can be decoded.`,
    );
  }
}
