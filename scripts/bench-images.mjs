import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ImageBench } from './bench/image-bench.mjs';
import { build } from './build.mjs';
import { explainFailure, provision, SetupError } from './provision/index.mjs';
import { root } from './run.mjs';

/**
 * `npm run bench:images -- [--part small|photos|many] [--rounds 3] [--images 20000] [--many 100000]`, all parts unless
 * one is named:
 * - small: small images of three kinds, read by turns with the engine (decoded anew, and from the cache) and, where
 *   `LATENT_ATELIER_PYTHON` names a Python with PyTorch and Pillow, with a DataLoader of two workers; images a second,
 *   medians of the rounds. Both list the files, open, decode, reduce them and end with one array; both start their
 *   helpers, the engine's decoders or the loader's workers, in that time, and are loaded before it begins.
 * - photos: as many photos of 1008 x 756 pixels, read at 64; the loader reads a tenth of them.
 * - many: many small images: how long, how much memory, and how soon an import can be cancelled at each stage.
 */
const PARTS = ['small', 'photos', 'many'];

await explainFailure(async () => {
  const { values } = parseArgs({
    options: {
      part: { type: 'string' },
      images: { type: 'string', default: '20000' },
      many: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const [images, many, rounds] = [values.images, values.many, values.rounds].map(Number);
  for (const value of [images, many, rounds])
    if (!Number.isSafeInteger(value) || Number(value) < 1)
      throw new SetupError('--images, --many and --rounds must be whole numbers, 1 or more.');
  if (values.part !== undefined && !PARTS.includes(values.part))
    throw new SetupError(`--part must be one of ${PARTS.join(', ')}.`);
  const isWanted = (/** @type {string} */ part) => values.part === undefined || values.part === part;
  await provision({ need: ['tensorflow', 'fashion-mnist'] });
  if ((process.exitCode = await build({ quiet: true })) !== 0) return;
  process.env['LATENT_ATELIER_HELPERS'] = path.join(root, 'out', 'engine');
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-images-'));
  try {
    const bench = await ImageBench.in(folder);
    if (isWanted('small')) await bench.small(images ?? 0, rounds ?? 0);
    if (isWanted('photos')) await bench.photos(images ?? 0);
    if (isWanted('many')) await bench.many(many ?? 0);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
