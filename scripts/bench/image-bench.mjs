import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../run.mjs';
import { giveNames, writePhotos, writeSmall } from './image-folders.mjs';
import { watchMemory } from './tree-memory.mjs';

const run = promisify(execFile);
const python = process.env['LATENT_ATELIER_PYTHON'];
const KINDS = /** @type {const} */ ([
  { name: 'PNG, 28 x 28 grey', format: 'png', side: 28, channels: 1 },
  { name: 'JPEG, 64 x 64 colour', format: 'jpeg', side: 64, channels: 3 },
  { name: 'JPEG, 64 x 64, read at 32', format: 'jpeg', side: 32, channels: 3 },
]);

/** @typedef {{ side: number, channels: 1 | 3 }} Shape */
/** @typedef {import('../../src/engine/datasets/dataset.ts').LoadContext} Context */

async function loadEngine() {
  const { runnerImport } = await import('vite');
  /** @param {string} file */
  const load = async (file) => (await runnerImport(path.join(root, 'src', 'engine', file))).module;
  /** @type {typeof import('../../src/engine/datasets/load-images.ts')} */
  const { loadImages } = await load('datasets/load-images.ts');
  /** @type {typeof import('../../src/engine/datasets/look-at-images.ts')} */
  const { lookAtImages } = await load('datasets/look-at-images.ts');
  /** @type {typeof import('../../src/engine/images/pixel-cache.ts')} */
  const { PixelCache } = await load('images/pixel-cache.ts');
  return { loadImages, lookAtImages, PixelCache };
}

const reader = path.join(root, 'out', 'bench-engine', 'image-reader.js');

/** As the engine is built: what loads the sources here takes more memory than the engine. */
async function buildReader() {
  const { build } = await import('vite');
  await build({
    configFile: path.join(root, 'vite.engine.config.ts'),
    logLevel: 'error',
    build: {
      outDir: path.dirname(reader),
      rolldownOptions: {
        input: { 'image-reader': path.join(import.meta.dirname, 'image-reader.mjs') },
      },
    },
  });
}

/** Measures how fast images are read, in a folder of its own. */
export class ImageBench {
  /** @param {string} folder @param {Awaited<ReturnType<typeof loadEngine>>} engine */
  constructor(folder, engine) {
    this.folder = folder;
    this.engine = engine;
    this.caches = 0;
  }

  /** @param {string} folder for the images and what is kept of them */
  static async in(folder) {
    await buildReader();
    return new ImageBench(folder, await loadEngine());
  }

  /** @param {number} images @param {number} rounds */
  async small(images, rounds) {
    for (const format of /** @type {const} */ (['png', 'jpeg']))
      await writeSmall(this.at(format), format, images);
    for (const { name, format, ...shape } of KINDS) {
      /** @type {Record<string, number[]>} */
      const rates = { 'decoded anew': [], 'from the cache': [], 'PIL, 2 workers': [] };
      for (let round = 0; round < rounds; round++) {
        const cache = this.freshCache();
        rates['decoded anew']?.push(await this.rate(this.at(format), shape, cache));
        rates['from the cache']?.push(await this.rate(this.at(format), shape, cache));
        if (python !== undefined) rates['PIL, 2 workers']?.push(await rateOfLoader(this.at(format), shape));
      }
      tell(name, rates);
    }
  }

  /** @param {number} images */
  async photos(images) {
    const [all, tenth] = [this.at('photos'), this.at('tenth')];
    await writePhotos(all, images);
    await writePhotos(tenth, Math.ceil(images / 10));
    const [cache, shape] = [this.freshCache(), /** @type {const} */ ({ side: 64, channels: 3 })];
    const memory = watchMemory();
    const rates = {
      'decoded anew': [await this.rate(all, shape, cache)],
      'from the cache': [await this.rate(all, shape, cache)],
      'PIL, 2 workers': python === undefined ? [] : [await rateOfLoader(tenth, shape)],
    };
    tell(`${images} JPEG photos, read at 64`, rates);
    console.log(`  at most ${Math.round(await memory())} MB, the loader's processes included`);
  }

  /** @param {number} images */
  async many(images) {
    const folder = this.at('many');
    await writeSmall(this.at('originals'), 'jpeg', 2000);
    await giveNames(this.at('originals'), folder, 2000, images);
    for (const side of [32, 64]) {
      const memory = watchMemory();
      const cache = this.freshCache();
      const shape = /** @type {Shape} */ ({ side, channels: 3 });
      const anew = images / (await this.rate(folder, shape, cache));
      const again = images / (await this.rate(folder, shape, cache));
      console.log(
        `${images} JPEG, 64 x 64 read at ${side}: ${anew.toFixed(1)} s anew, ${again.toFixed(1)} s from the cache, at most ${Math.round(await memory())} MB in all processes`,
      );
    }
    const source = /** @type {const} */ ({ kind: 'folder', path: folder });
    const shape = /** @type {const} */ ({ side: 64, channels: 3 });
    /** @type {[string, (text: string, done: number) => boolean, (how: Context) => Promise<unknown>][]} */
    const stages = [
      [
        'looking through the folder',
        (text) => /\d/.test(text),
        (how) => this.engine.lookAtImages(source, {}, 64, how),
      ],
      [
        'looking at the files',
        (text) => text === 'Looking at the files',
        (how) => this.engine.lookAtImages(source, {}, 64, how),
      ],
      ['decoding', (_, done) => done > 0, (how) => this.engine.loadImages(source, shape, how)],
      [
        'keeping',
        (_, done) => done > images / 2,
        (how) =>
          this.engine.loadImages(source, shape, {
            ...how,
            cache: new this.engine.PixelCache(this.freshCache()),
          }),
      ],
    ];
    for (const [name, isTime, work] of stages) {
      const ms = await timeToCancel(isTime, work);
      console.log(`cancelled while ${name}: ${ms === null ? 'it was over before' : `within ${ms} ms`}`);
    }
  }

  /**
   * Images a second, read by a process of its own as the loader's are.
   *
   * @param {string} folder @param {Shape} shape @param {string} cache
   */
  async rate(folder, { side, channels }, cache) {
    const { stdout } = await run(process.execPath, [reader, folder, String(side), String(channels), cache]);
    return Number(stdout);
  }

  /** @param {string} name */
  at(name) {
    return path.join(this.folder, name);
  }

  freshCache() {
    return this.at(`cache-${this.caches++}`);
  }
}

/**
 * Milliseconds from the moment in which work is given up, at the first word for which `isTime`, to its end.
 *
 * @param {(text: string, done: number) => boolean} isTime @param {(how: Context) => Promise<unknown>} work
 */
async function timeToCancel(isTime, work) {
  const abort = new AbortController();
  let began = 0;
  /** @type {Context['onProgress']} */
  const onProgress = ({ text, done }) => {
    if (abort.signal.aborted || !isTime(text, done)) return;
    began = performance.now();
    abort.abort(new Error('given up'));
  };
  const isOver = await work({ onProgress, signal: abort.signal }).then(
    () => true,
    (error) => {
      if (error !== abort.signal.reason) throw error;
      return false;
    },
  );
  return isOver ? null : Math.round(performance.now() - began);
}

/** @param {string} folder @param {Shape} shape */
async function rateOfLoader(folder, { side, channels }) {
  const script = path.join(root, 'scripts', 'fixtures', 'read-images.py');
  const { stdout } = await run(python ?? '', [script, folder, String(side), String(channels)]);
  return Number(stdout);
}

/** @param {string} name @param {Record<string, number[]>} rates */
function tell(name, rates) {
  const told = Object.entries(rates)
    .filter(([, each]) => each.length > 0)
    .map(([how, each]) => `${how} ${Math.round(median(each))}/s`);
  const [anew, loader] = [rates['decoded anew'] ?? [], rates['PIL, 2 workers'] ?? []];
  const times = loader.length === 0 ? '' : `: ${(median(anew) / median(loader)).toFixed(2)}x`;
  console.log(`${name}: ${told.join(', ')}${times}`);
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
