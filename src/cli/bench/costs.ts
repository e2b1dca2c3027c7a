import { mapConfig } from '../../contract/space';
import { Generator } from '../../core/random/generator';
import type { ImageSet } from '../../engine/datasets/dataset';
import { makeMap } from '../../engine/map/mapper';
import type { Vae } from '../../engine/network/vae';
import { median, type Costs } from './figures';

const ENCODE_REPEATS = 3;
const DECODES = [
  { images: 1, repeats: 31 },
  { images: 32, repeats: 15 },
  { images: 1000, repeats: 5 },
];

/** Measures what `images` take to encode, latents to decode, and the mu of all `images` to map. */
export async function measureCosts(
  vae: Vae,
  images: ImageSet,
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<Costs> {
  tell('encoding');
  let { mu } = await vae.encode(images.pixels, { signal });
  const encode = await milliseconds(ENCODE_REPEATS, async () => {
    ({ mu } = await vae.encode(images.pixels, { signal }));
  });
  const decode: Costs['decode'] = [];
  for (const { images: count, repeats } of DECODES) {
    tell(`decoding ${count}`);
    const latents = normals(count * vae.plan.latent);
    const once = async (): Promise<unknown> => vae.decodeToBytes(latents, count, { signal });
    await once();
    decode.push({ images: count, milliseconds: await milliseconds(repeats, once) });
  }
  const { map } = await makeMap({
    vectors: mu,
    n: images.n,
    d: vae.plan.latent,
    config: mapConfig.parse({}),
    initial: null,
    neighbours: null,
    signal,
    onProgress: ({ stage }) => tell(`mapping, ${stage}`),
  });
  const { neighbours, graph, layout, quality } = map.seconds;
  const total = neighbours + graph + layout + quality;
  return {
    encode: { images: images.n, seconds: encode / 1000 },
    decode,
    map: { images: images.n, seconds: { neighbours, graph, layout, quality, total } },
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
