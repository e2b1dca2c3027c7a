import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineCalls } from '../../contract/engine-calls';
import type { Embedding } from '../../contract/space';
import { trainingConfig } from '../../contract/training';
import { readIdx } from '../../core/formats/idx';
import { pca } from '../../core/map/pca';
import { planNetwork } from '../../core/network/plan';
import { Generator } from '../../core/random/generator';
import { Vae } from '../network/vae';
import { fashionMnistFolder } from '../places';
import { RunFolder } from '../runs/run-folder';
import { latentHandlers } from './latent';
import { Model } from './model';
import { spaceHandlers } from './space';
import { EngineState } from './state';
import { failure } from '../testing/user-failure';

const N = 300;
const LATENT = 8;
let root = '';
let state: EngineState;
let embedding: Embedding;
let call: ReturnType<typeof latentHandlers> & ReturnType<typeof spaceHandlers>;
const mu = (index: number): Float32Array => embedding.mu.slice(index * LATENT, (index + 1) * LATENT);
const route = (fields: object) =>
  engineCalls['space.path'].input.parse({ from: 3, to: 9, steps: 7, method: 'lerp', ...fields });

/** A network as it is before training, and what it makes of the first test images: its latent space is a real one. */
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-latent-'));
  const read = async (name: string) => readIdx(await readFile(path.join(fashionMnistFolder(), name)));
  const images = await read('t10k-images-idx3-ubyte');
  const labels = await read('t10k-labels-idx1-ubyte');
  const network = { side: 28, channels: 1 as const, latent: LATENT };
  const plan = planNetwork(network);
  const vae = await Vae.create(plan, new Generator(1));
  const pixels = new Uint8Array(images.data.subarray(0, N * 784));
  const run = await RunFolder.create(path.join(root, 'run'), {
    format: 'latent-atelier-run',
    formatVersion: 1,
    created: '2026-11-21T00:00:00.000Z',
    source: { kind: 'fashion-mnist' },
    options: {},
    config: trainingConfig.parse({ latent: LATENT }),
    network: { ...network, parameterCount: 1 },
    dataFingerprint: null,
    labelNames: [],
    versions: {},
  });
  const evaluation = await vae.evaluate(pixels, new Generator(2));
  embedding = {
    ...network,
    n: N,
    ...evaluation,
    labels: Int32Array.from(labels.data.subarray(0, N)),
    isTest: new Uint8Array(N).fill(1),
    labelNames: [],
    files: [],
    pixels,
  };
  state = new EngineState(() => undefined);
  call = { ...latentHandlers(state), ...spaceHandlers(state) };
  state.setModel(new Model(run, () => Promise.resolve(vae)));
});
afterAll(async () => {
  await state.close();
  await rm(root, { recursive: true, force: true });
});

function putMap(dims: 2 | 3): Float32Array {
  const { positions } = pca(embedding.mu, N, LATENT, dims);
  if (state.space === null) throw new Error('There is no space.');
  state.space.map = {
    n: N,
    dims,
    method: 'pca',
    metric: 'euclidean',
    positions,
    epochs: 0,
    seconds: { neighbours: 0, graph: 0, layout: 0, quality: 0 },
    trustworthiness: null,
    sampled: 0,
    neighboursKept: null,
    distortion: new Float32Array(N),
    explainedVariance: [],
    neighbours: { exact: true, recall: 1, sampled: N },
    landmarks: null,
    notes: [],
  };
  return positions;
}

describe('the latent tools', () => {
  it('say what is missing', async () => {
    const vector = { n: 1, latents: new Float32Array(LATENT), k: 3 };
    expect(await failure(call['space.locate'](vector))).toMatch(/^No images have been encoded yet/);
    state.space = { name: 'Fashion-MNIST', embedding, run: null, map: null, neighbours: null };
    expect(await failure(call['space.decodePlace']({ position: new Float32Array(3) }))).toMatch(
      /^There is no map yet to decode a place of/,
    );
    expect(await failure(call['space.locate']({ ...vector, n: 2 }))).toBe(
      '8 numbers are not 2 latent vectors of 8.',
    );
    expect(
      await failure(call['space.locate']({ ...vector, latents: new Float32Array(8).fill(NaN) })),
    ).toMatch(/finite/);
    expect(await failure(call['space.path'](route({ via: [N] })))).toMatch(/^There is no image 300/);
    expect(await failure(call['space.path'](route({ via: [1, 2, 3], steps: 4 })))).toBe(
      'A path through 5 images needs as many frames or more, not 4.',
    );
  });

  it('locate a vector among the images, and in the map once there is one', async () => {
    const latents = new Float32Array([...mu(5), ...mu(6).map((x) => x + 100)]);
    const before = await call['space.locate']({ n: 2, latents, k: 4 });
    expect(before).toMatchObject({ n: 2, k: 4, positions: null });
    expect([before.nearest[0], before.distances[0], before.percentile[0]]).toEqual([5, 0, 0]);
    expect(before.percentile[1]).toBe(100);
    expect([...before.distances.subarray(0, 4)]).toEqual(
      [...before.distances.subarray(0, 4)].sort((a, b) => a - b),
    );
    const positions = putMap(3);
    const after = await call['space.locate']({ n: 2, latents, k: 4 });
    expect(after.positions?.slice(0, 3)).toEqual(positions.slice(15, 18));
    const placed = await call['space.place']({ n: 2, latents });
    expect(after.positions).toEqual(placed.positions);
  });

  it.each([2, 3] as const)('decode a place of the map of %d dimensions', async (dims) => {
    const positions = putMap(dims);
    const onImage = await call['space.decodePlace']({ position: positions.slice(7 * dims, 8 * dims) });
    expect([onImage.around[0], onImage.weights[0], onImage.mapPercentile]).toEqual([7, 1, 0]);
    expect(onImage.latents).toEqual(mu(7));
    expect(onImage.located.percentile[0]).toBe(0);
    const decoded = await call['space.decode']({ n: 1, latents: mu(7) });
    expect(onImage.images).toEqual(decoded);

    const between = Float32Array.from(
      { length: dims },
      (_, axis) => (positions[axis]! + positions[dims + axis]!) / 2,
    );
    const place = await call['space.decodePlace']({ position: between });
    expect(place.around).toHaveLength(8);
    expect(place.weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
    const mean = Array.from({ length: LATENT }, (_, d) =>
      place.around.reduce((sum, row, j) => sum + place.weights[j]! * embedding.mu[row * LATENT + d]!, 0),
    );
    place.latents.forEach((x, d) => expect(x).toBeCloseTo(mean[d]!, 4));
    expect(place.located).toMatchObject({ k: 12, positions: between });

    const far = await call['space.decodePlace']({ position: new Float32Array(dims).fill(1e4) });
    expect(far.mapPercentile).toBe(100);
    expect(await failure(call['space.decodePlace']({ position: new Float32Array(4) }))).toMatch(
      /finite numbers\.$/,
    );
  });

  it('walk through every stop, each at its own place in the map, with the nearest image of each frame', async () => {
    const positions = putMap(3);
    for (const method of ['lerp', 'slerp', 'graph'] as const) {
      const walked = await call['space.path'](route({ method, via: [20], steps: 9 }));
      expect(walked.stops).toEqual([0, 4, 8]);
      [3, 20, 9].forEach((stop, i) => {
        const frame = walked.stops[i]!;
        expect(walked.latents.slice(frame * LATENT, (frame + 1) * LATENT)).toEqual(mu(stop));
        expect(walked.positions!.slice(frame * 3, frame * 3 + 3)).toEqual(
          positions.slice(stop * 3, stop * 3 + 3),
        );
        expect([walked.nearest[frame], walked.nearestDistance[frame], walked.distance[frame]]).toEqual([
          stop,
          0,
          0,
        ]);
      });
      for (let frame = 0; frame < 9; frame++) {
        const here = walked.latents.subarray(frame * LATENT, (frame + 1) * LATENT);
        const distances = Array.from({ length: N }, (_, i) =>
          Math.hypot(...mu(i).map((x, d) => x - here[d]!)),
        );
        expect(walked.nearestDistance[frame]).toBeCloseTo(Math.min(...distances), 4);
      }
      expect(walked.images.pixels).toHaveLength(9 * 784);
    }
  });

  it('draw from the prior and from the mixture, the same for the same seed', async () => {
    const input = { n: 6, seed: 4, components: 3 };
    const drawn = await call['space.samples'](input);
    expect(drawn).toMatchObject({ components: 3, fittedOn: 273, logDensity: { unseen: 27 } });
    // An untrained encoder puts all images in one spot, which the prior describes far worse.
    expect(drawn.logDensity!.mixture).toBeGreaterThan(drawn.logDensity!.prior + 5);
    for (const set of [drawn.prior, drawn.mixture]) {
      expect(set.images).toMatchObject({ n: 6, side: 28, channels: 1 });
      expect([set.latents.length, set.located.positions?.length]).toEqual([6 * LATENT, 18]);
    }
    const median = (values: Float32Array): number => values.slice().sort()[3]!;
    expect(median(drawn.mixture.located.percentile)).toBeLessThan(100);
    expect(median(drawn.prior.located.percentile)).toBe(100);
    expect(await call['space.samples'](input)).toEqual(drawn);
    const others = await call['space.samples']({ ...input, seed: 5 });
    expect(others.prior.latents).not.toEqual(drawn.prior.latents);
    expect(others.mixture.latents).not.toEqual(drawn.mixture.latents);
  });

  it('measure draws of the prior in the dimensions that the posterior uses', async () => {
    const random = new Generator(6);
    const live = [1, 4, 6];
    const table = Float32Array.from({ length: N * LATENT }, (_, at) =>
      live.includes(at % LATENT) ? random.normal() : 0.03 * random.normal(),
    );
    const before = state.space;
    const pruned = { ...embedding, mu: table, kl: new Float32Array(N).fill(4) };
    state.space = { name: 'pruned', embedding: pruned, run: null, map: null, neighbours: null };
    const drawn = await call['space.samples']({ n: 40, seed: 4, components: 1 });
    const inside = drawn.prior.located.percentile.filter((percentile) => percentile < 90);
    // In all eight dimensions every draw was farther than any image, for nothing varies in five of them.
    expect(inside.length).toBeGreaterThan(25);
    // The prior describes what was drawn from it as well as one Gaussian fitted to it.
    expect(drawn.logDensity!.mixture - drawn.logDensity!.prior).toBeLessThan(0.5);
    state.space = before;
  });

  it('end samples that are replaced or stopped', async () => {
    const older = failure(call['space.samples']({ n: 2, seed: 0, components: 12 }));
    const newer = failure(call['space.samples']({ n: 2, seed: 0, components: 13 }));
    await call['space.stopSamples']({});
    expect(await older).toBe('This drawing of samples was replaced by a newer request.');
    expect(await newer).toBe('The samples were stopped.');
  });

  it('write a path as GIF, strip and CSV', async () => {
    const write = (format: 'gif' | 'png' | 'csv') =>
      call['export.path']({
        ...route({ method: 'graph', via: [20] }),
        format,
        path: path.join(root, `path.${format}`),
      });
    const [gif, png, csv] = [await write('gif'), await write('png'), await write('csv')];
    expect(await sharp(gif.path).metadata()).toMatchObject({ format: 'gif', pages: 7, width: 224, loop: 0 });
    expect(await sharp(png.path).metadata()).toMatchObject({ format: 'png', width: 7 * 29 - 1, height: 28 });
    const rows: Record<string, string>[] = parse(await readFile(csv.path), { columns: true });
    expect(csv).toMatchObject({ frames: 7, bytes: (await readFile(csv.path)).length });
    const walked = await call['space.path'](route({ method: 'graph', via: [20] }));
    expect(rows).toHaveLength(7);
    rows.forEach((row, frame) => {
      for (let d = 0; d < LATENT; d++) {
        expect(Math.fround(Number(row[`mu_${d}`]))).toBe(walked.latents[frame * LATENT + d]);
      }
      expect(Number(row['nearest'])).toBe(walked.nearest[frame]);
      expect(Math.fround(Number(row['distance_percentile']))).toBe(walked.distance[frame]);
    });
    const nowhere = { ...route({}), method: 'lerp' as const, format: 'gif' as const };
    expect(await failure(call['export.path']({ ...nowhere, path: path.join(root, 'no/where.gif') }))).toMatch(
      /does not exist/,
    );
  });

  it('refuse images of another model', async () => {
    state.space = {
      name: 'another',
      embedding: { ...embedding, latent: 4, mu: embedding.mu.slice(0, N * 4) },
      run: null,
      map: null,
      neighbours: null,
    };
    expect(await failure(call['space.samples']({ n: 1, seed: 0, components: 1 }))).toMatch(/another model/);
  });
});
