import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planNetwork } from '../../core/network/plan';
import { Generator } from '../../core/random/generator';
import { UserError } from '../../contract/errors';
import { klPerImage } from './latent';
import { Vae } from './vae';

const plan = planNetwork({ side: 16, channels: 3, latent: 4 });
const SIZE = 16 * 16 * 3;
/** More than one block of images of this size. */
const n = 300;
const bytes = Uint8Array.from({ length: n * SIZE }, (_, i) => (i * 2654435761) >>> 24);
let vae: Vae;

beforeAll(async () => {
  vae = await Vae.create(plan, new Generator(1));
});
afterAll(() => vae.dispose());

const rowsOf = (values: Float32Array, i: number): Float32Array => values.slice(i * 4, (i + 1) * 4);

describe('Vae', () => {
  it('starts from the same weights for the same seed, and only then', async () => {
    const same = await Vae.create(plan, new Generator(1));
    const other = await Vae.create(plan, new Generator(2));
    expect(same.weights()).toEqual(vae.weights());
    expect(other.weights()).not.toEqual(vae.weights());
    same.dispose();
    other.dispose();
  });

  it('encodes an image the same in a large set as alone, as bytes or as floats', async () => {
    const all = await vae.encode(bytes);
    expect(all.mu).toHaveLength(n * 4);
    for (const i of [0, 254, 255, 299]) {
      const image = bytes.slice(i * SIZE, (i + 1) * SIZE);
      const alone = await vae.encode(Float32Array.from(image, (byte) => byte / 255));
      alone.mu.forEach((value, j) => expect(value).toBeCloseTo(rowsOf(all.mu, i)[j]!, 5));
      alone.logvar.forEach((value, j) => expect(value).toBeCloseTo(rowsOf(all.logvar, i)[j]!, 5));
    }
  });

  it('decodes to pixels and to their bytes, many as it does one', async () => {
    const { mu } = await vae.encode(bytes);
    const pixels = await vae.decode(mu, n);
    const asBytes = await vae.decodeToBytes(mu, n);
    const wanted = Uint8Array.from(pixels, (pixel) => Math.round(pixel * 255));
    expect(Buffer.compare(asBytes, wanted)).toBe(0);
    const alone = await vae.decode(rowsOf(mu, 280), 1);
    alone.forEach((pixel, j) => expect(pixel).toBeCloseTo(pixels[280 * SIZE + j]!, 5));
  });

  it('evaluates with the noise it is given', async () => {
    const first = await vae.evaluate(bytes, new Generator(9));
    expect(await vae.evaluate(bytes, new Generator(9))).toEqual(first);
    expect((await vae.evaluate(bytes, new Generator(10))).bce).not.toEqual(first.bce);
    expect(first.kl).toEqual(klPerImage({ n, latent: 4, mu: first.mu, logvar: first.logvar }));
    const { mu, logvar } = await vae.encode(bytes);
    expect({ mu: first.mu, logvar: first.logvar }).toEqual({ mu, logvar });
    // The cross-entropy of the first image, by its definition.
    const generator = new Generator(9);
    const z = Float32Array.from(
      rowsOf(mu, 0),
      (m, j) => m + Math.exp(logvar[j]! / 2) * Math.fround(generator.normal()),
    );
    const pixels = await vae.decode(z, 1);
    const bce = pixels.reduce((sum, p, j) => {
      const x = bytes[j]! / 255;
      return sum - x * Math.log(p) - (1 - x) * Math.log(1 - p);
    }, 0);
    expect(first.bce[0]! / bce).toBeCloseTo(1, 5);
  });

  it('gives way between blocks, tells how far it is, and stops when told', async () => {
    const stop = new AbortController();
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const done: number[] = [];
    await vae.encode(bytes, { onProgress: (count, total) => done.push(count / total) });
    clearInterval(timer);
    expect(done.length).toBeGreaterThan(1);
    expect(done.at(-1)).toBe(1);
    expect(turns).toBeGreaterThan(0);
    const stopped = vae.encode(bytes, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('no longer wanted')),
    });
    await expect(stopped).rejects.toThrow('no longer wanted');
  });

  it('leaves no tensor behind', async () => {
    const { tf } = vae.network.ops;
    const before = tf.memory().numTensors;
    const { mu } = await vae.encode(bytes);
    await vae.decode(mu, n);
    await vae.evaluate(bytes.slice(0, 3 * SIZE), new Generator(0));
    vae.setWeights(vae.weights());
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says in a sentence what does not fit', async () => {
    const refused = async (attempt: Promise<unknown>, sentence: string): Promise<void> => {
      await expect(attempt).rejects.toThrow(UserError);
      await expect(attempt).rejects.toThrow(sentence);
    };
    await refused(
      vae.decode(new Float32Array(7), 2),
      'The latent vectors hold 7 numbers, but 2 vectors of this model have shape [2, 4].',
    );
    await refused(
      vae.decode(Float32Array.of(0, 0, 0, 0, 0, Number.NaN, 0, 0), 2),
      'Latent vector 1 has a value that is not a finite number in dimension 1',
    );
    await refused(vae.encode(new Uint8Array(SIZE + 1)), 'no whole number of images of 16 x 16 x 3');
    const weights = vae.weights();
    const without = new Map(weights);
    without.delete('z_mean.bias');
    await refused(Vae.fromWeights(plan, without), 'The weight tensor "z_mean.bias" of shape [4] is missing');
    const turned = new Map(weights).set('z_mean.bias', { shape: [2, 2], data: new Float32Array(4) });
    await refused(
      Vae.fromWeights(plan, turned),
      'The weight tensor "z_mean.bias" has shape [2, 2] with 4 numbers, but this network needs [4].',
    );
    const more = new Map(weights).set('decoder.10.bias', { shape: [1], data: new Float32Array(1) });
    await refused(
      Vae.fromWeights(plan, more),
      'The weight tensor "decoder.10.bias" of shape [1] is not part of',
    );
  });
});
