import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { mapConfig } from '../../contract/space';
import { trainingConfig, type TrainingEnd } from '../../contract/training';
import { Generator } from '../../core/random/generator';
import { createEngine, type Engine } from '../engine';
import { startSignalRain } from './signal-rain';

interface NativeLife {
  /** An empty folder to work in; the caller removes it. */
  folder: string;
  /** Decides the sizes and the images. */
  seed: number;
  /** How often all is computed while signals arrive. */
  rounds: number;
}

export interface NativeLifeReport {
  /** Of every number and file that was computed: the same for the same seed. */
  digest: string;
  signals: number;
}

/**
 * The life of an engine in small: trains on images of an odd size, encodes, maps, walks, decodes, samples and exports them
 * with few of everything, again and again while signals arrive. Throws Error when a round computes other numbers than
 * the first, which no signal disturbed; a corrupt heap ends the process.
 */
async function live({ folder, seed, rounds }: NativeLife): Promise<NativeLifeReport> {
  const random = new Generator(seed);
  const side = 16 + random.below(9);
  const channels = random.below(2) === 0 ? 1 : 3;
  const images = path.join(folder, 'images');
  await writeImages(images, random, side, channels);
  let ended: (end: TrainingEnd) => void = () => undefined;
  const end = new Promise<TrainingEnd>((resolve) => (ended = resolve));
  const engine = createEngine({
    emit: (_, payload) => {
      if ('reason' in payload) ended(payload);
    },
  });
  try {
    await engine.call('training.start', {
      source: { kind: 'folder', path: images },
      options: { side, channels },
      config: trainingConfig.parse({
        epochs: 1,
        batch: 3 + random.below(9),
        latent: 2 + random.below(9),
        seed,
      }),
      runFolder: path.join(folder, 'run'),
    });
    const { reason } = await end;
    if (reason !== 'finished') throw new Error(`The training ended with ${reason}.`);
    const undisturbed = await computeAll(engine, folder);
    const rain = startSignalRain();
    for (let round = 1; round <= rounds; round++) {
      const computed = await computeAll(engine, folder);
      const other = [...undisturbed].filter(([stage, digest]) => computed.get(stage) !== digest);
      if (other.length > 0)
        throw new Error(`Round ${round} computed another ${other.map(([stage]) => stage).join(', ')}.`);
    }
    await rain.stop();
    return { digest: [...undisturbed.values()].join(' '), signals: rain.heard() };
  } finally {
    await engine.shutdown();
  }
}

type Numbers = Float32Array | Int32Array | Uint8Array | null;

/** Everything an engine computes of a small run: the SHA-256 of each stage. */
async function computeAll(engine: Engine, folder: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const take = (stage: string, ...values: readonly Numbers[]): void => {
    const hash = createHash('sha256');
    for (const value of values)
      if (value !== null) hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    digests.set(stage, hash.digest('hex'));
  };
  await engine.call('run.open', { runFolder: path.join(folder, 'run') });
  const { n, mu, logvar, bce, pixels } = await engine.call('space.encode', { split: 'all' });
  take('encode', mu, logvar, bce, pixels);
  const map = await engine.call('space.map', mapConfig.parse({ neighbors: 3 }));
  take('map', map.positions, map.distortion);
  take('decode', (await engine.call('space.decodeValues', { n, latents: mu })).values);
  for (const method of ['lerp', 'slerp', 'graph'] as const) {
    const walked = await engine.call('space.path', { from: 0, to: n - 1, steps: 5, method });
    take(method, walked.latents, walked.positions, walked.nearest);
  }
  const located = await engine.call('space.locate', { n, latents: mu, k: 2 });
  take('locate', located.nearest, located.distances);
  const samples = await engine.call('space.samples', { n: 3, components: 2 });
  take('samples', samples.prior.images.pixels, samples.mixture.images.pixels);
  for (const format of ['csv', 'npy', 'parquet'] as const) {
    const file = path.join(folder, `export.${format}`);
    await engine.call('export.embedding', { format, path: file });
    // A Parquet file says when it was written.
    if (format !== 'parquet') take(format, await readFile(file));
  }
  const grid = path.join(folder, 'grid.png');
  await engine.call('export.grid', { what: 'both', path: grid });
  take('grid', await readFile(grid));
  return digests;
}

/** A bar of some width and light in each image, in two classes. */
async function writeImages(folder: string, random: Generator, side: number, channels: 1 | 3): Promise<void> {
  for (const name of ['left', 'right']) {
    await mkdir(path.join(folder, name), { recursive: true });
    const images = 4 + random.below(12);
    for (let i = 0; i < images; i++) {
      const pixels = Buffer.alloc(side * side * channels);
      const from = (name === 'left' ? 0 : side >> 1) + random.below(4);
      for (let y = 0; y < side; y++)
        pixels.fill(60 + random.below(190), (y * side + from) * channels, (y * side + from + 4) * channels);
      await sharp(pixels, { raw: { width: side, height: side, channels } })
        .png()
        .toFile(path.join(folder, name, `${i}.png`));
    }
  }
}

/** `native-life.js FOLDER SEED ROUNDS`, one process of `npm run soak:native`: prints its report as JSON. */
const [folder = '', seed, rounds] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await live({ folder, seed: Number(seed), rounds: Number(rounds) })));
process.exit(0);
