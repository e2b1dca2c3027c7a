import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { build } from './build.mjs';
import { explainFailure, provision } from './provision/index.mjs';
import { root } from './run.mjs';

/**
 * `npm run bench:images -- [--images 20000] [--rounds 3]`: writes small images of three kinds and reads them by
 * turns with the engine (decoded anew, and from the cache) and, where `LATENT_ATELIER_PYTHON` names a Python with
 * PyTorch and Pillow, with a DataLoader of two workers. Prints medians in images a second, and how soon an import of the
 * same files five times over can be cancelled.
 */
const run = promisify(execFile);
const KINDS = [
  { name: 'PNG, 28 x 28 grey', side: 28, read: 28, channels: 1, format: 'png' },
  { name: 'JPEG, 64 x 64 colour', side: 64, read: 64, channels: 3, format: 'jpeg' },
  { name: 'JPEG, 64 x 64, read at 32', side: 64, read: 32, channels: 3, format: 'jpeg' },
];

await explainFailure(async () => {
  const { values } = parseArgs({
    options: { images: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '3' } },
  });
  const images = Number(values.images);
  await provision({ need: ['tensorflow', 'fashion-mnist'] });
  if ((process.exitCode = await build({ quiet: true })) !== 0) return;
  process.env['LATENT_ATELIER_HELPERS'] = path.join(root, 'out', 'engine');
  const { runnerImport } = await import('vite');
  /** @param {string} file */
  const load = async (file) => (await runnerImport(path.join(root, 'src', 'engine', file))).module;
  /** @type {typeof import('../src/engine/datasets/load-images.ts')} */
  const { loadImages } = await load('datasets/load-images.ts');
  /** @type {typeof import('../src/engine/images/pixel-cache.ts')} */
  const { PixelCache } = await load('images/pixel-cache.ts');

  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-images-'));
  const python = process.env['LATENT_ATELIER_PYTHON'];
  try {
    for (const format of ['png', 'jpeg']) await writeImages(path.join(folder, format), format, images);
    for (const { name, read, channels, format } of KINDS) {
      const at = path.join(folder, format);
      /** @type {Record<string, number[]>} */
      const rates = { 'decoded anew': [], 'from the cache': [], 'PIL, 2 workers': [] };
      for (let round = 0; round < Number(values.rounds); round++) {
        const cache = new PixelCache(path.join(folder, `cache-${format}-${read}-${round}`));
        for (const kept of ['decoded anew', 'from the cache']) {
          const began = performance.now();
          const data = await loadImages(
            { kind: 'folder', path: at },
            { side: read, channels: channels === 1 ? 1 : 3 },
            { onProgress: () => undefined, signal: new AbortController().signal, cache },
          );
          rates[kept]?.push(((data.train.n + data.test.n) * 1000) / (performance.now() - began));
        }
        if (python === undefined) continue;
        const script = path.join(root, 'scripts', 'fixtures', 'read-images.py');
        const { stdout } = await run(python, [script, at, String(read), String(channels)]);
        rates['PIL, 2 workers']?.push(Number(stdout));
      }
      const told = Object.entries(rates)
        .filter(([, each]) => each.length > 0)
        .map(([how, each]) => `${how} ${Math.round(median(each))}/s`);
      console.log(`${name}: ${told.join(', ')}`);
    }
    await cancel(loadImages, path.join(folder, 'jpeg'));
    console.log(
      `largest resident set ${Math.round(process.resourceUsage().maxRSS / 1024)} MB (this process)`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * @param {typeof import('../src/engine/datasets/load-images.ts').loadImages} loadImages
 * @param {string} folder
 */
async function cancel(loadImages, folder) {
  const abort = new AbortController();
  const paths = Array.from({ length: 5 }, () => folder);
  const reading = loadImages(
    { kind: 'images', paths },
    { side: 32, channels: 3 },
    {
      onProgress: ({ done }) => {
        if (done > 5000) abort.abort(new Error('enough'));
      },
      signal: abort.signal,
    },
  );
  let aborted = 0;
  abort.signal.addEventListener('abort', () => (aborted = performance.now()));
  await reading.catch(() => undefined);
  console.log(`cancelled within ${Math.round(performance.now() - aborted)} ms`);
}

/** @param {string} folder @param {string} format @param {number} n */
async function writeImages(folder, format, n) {
  const { default: sharp } = await import('sharp');
  const data = await readFile(
    path.join(root, '.runtime', 'datasets', 'fashion-mnist', 'train-images-idx3-ubyte'),
  );
  for (let label = 0; label < 10; label++) await mkdir(path.join(folder, String(label)), { recursive: true });
  for (let i = 0; i < n; i++) {
    const image = sharp(data.subarray(16 + i * 784, 16 + (i + 1) * 784), {
      raw: { width: 28, height: 28, channels: 1 },
    });
    const encoded =
      format === 'png'
        ? image.toColourspace('b-w').png()
        : image.resize(64, 64).toColourspace('srgb').tint({ r: 255, g: 160, b: 90 }).jpeg({ quality: 90 });
    await writeFile(path.join(folder, String(i % 10), `${i}.${format}`), await encoded.toBuffer());
  }
}
