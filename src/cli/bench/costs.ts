import { mapConfig, type LatentMap } from '../../contract/space';
import { Generator } from '../../core/random/generator';
import type { ImageSet } from '../../engine/datasets/dataset';
import { makeMap } from '../../engine/map/mapper';
import { placeInMap } from '../../engine/map/place-in-map';
import type { Vae } from '../../engine/network/vae';
import { median, type Costs, type MapSeconds } from './figures';
import { muSet } from './map-sets';
import { trainingRate } from './training-rate';

const ENCODE_REPEATS = 3;
const MAP_REPEATS = 3;
const DECODES = [
  { images: 1, repeats: 31 },
  { images: 32, repeats: 15 },
  { images: 1000, repeats: 5 },
];

/** How far the vectors have moved when they are mapped again, in each dimension. */
const MOVED = 0.05;
const PLACES = { vectors: 32, repeats: 31 };

/**
 * Measures what `test` takes to encode, latents to decode, and the starter model's mu of the test set to map; `steps`
 * of training on `train` are taken beside it.
 */
export async function measureCosts(
  vae: Vae,
  { train, test: images }: { train: ImageSet; test: ImageSet },
  steps: number,
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<Costs> {
  tell('encoding');
  const encode = await milliseconds(ENCODE_REPEATS, () => vae.encode(images.pixels, { signal }));
  const decode: Costs['decode'] = [];
  for (const { images: count, repeats } of DECODES) {
    tell(`decoding ${count}`);
    const latents = normals(count * vae.plan.latent);
    const once = async (): Promise<unknown> => vae.decodeToBytes(latents, count, { signal });
    await once();
    decode.push({ images: count, milliseconds: await milliseconds(repeats, once) });
  }
  const { n, d, vectors: mu } = await muSet('test');
  const mapOf = async (vectors: Float32Array, initial: Float32Array | null): Promise<TimedMap> => {
    const began = performance.now();
    const { map } = await makeMap({
      vectors,
      n,
      d,
      config: mapConfig.parse({}),
      initial,
      neighbours: null,
      signal,
      onProgress: ({ stage }) => tell(`mapping, ${stage}`),
    });
    return { map, seconds: { ...map.seconds, whole: (performance.now() - began) / 1000 } };
  };
  const { map, seconds: anew } = await mapOf(mu, null);
  const shift = normals(mu.length);
  const moved = mu.map((value, i) => value + MOVED * shift[i]!);
  const again = async (): Promise<MapSeconds> => (await mapOf(moved, map.positions)).seconds;
  const alone: MapSeconds[] = [];
  for (let i = 0; i < MAP_REPEATS; i++) alone.push(await again());
  const beside: MapSeconds[] = [];
  const run = { isOver: false };
  let training = Promise.resolve(0);
  await new Promise<void>((resolve, reject) => {
    training = trainingRate(vae, train, steps, signal, resolve).finally(() => (run.isOver = true));
    training.catch(reject);
  });
  do beside.push(await again());
  while (!run.isOver);
  await training;
  tell('placing');
  const points = moved.subarray(0, PLACES.vectors * d);
  const inMap = { vectors: mu, n, d, positions: map.positions, dims: map.dims };
  const place = (): Promise<unknown> => Promise.resolve(placeInMap(points, PLACES.vectors, inMap));
  await place();
  return {
    encode: { images: images.n, seconds: encode / 1000 },
    decode,
    map: {
      images: n,
      anew,
      again: medians(alone),
      besideTraining: medians(beside),
      place: { vectors: PLACES.vectors, milliseconds: await milliseconds(PLACES.repeats, place) },
    },
  };
}

interface TimedMap {
  map: LatentMap;
  seconds: MapSeconds;
}

/** The median of each stage. */
function medians(maps: readonly MapSeconds[]): MapSeconds {
  const of = (stage: keyof MapSeconds): number => median(maps.map((seconds) => seconds[stage]));
  return {
    neighbours: of('neighbours'),
    graph: of('graph'),
    layout: of('layout'),
    quality: of('quality'),
    whole: of('whole'),
  };
}

/** Median milliseconds of `repeats` calls. */
async function milliseconds(repeats: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return median(times);
}

function normals(count: number): Float32Array {
  const generator = new Generator(0);
  return Float32Array.from({ length: count }, () => generator.normal());
}
