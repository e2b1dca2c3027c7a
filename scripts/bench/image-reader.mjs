import { loadImages } from '../../src/engine/datasets/load-images';
import { PixelCache } from '../../src/engine/images/pixel-cache';

/**
 * Reads a folder of images as the app does, in a process that does nothing else: FOLDER SIDE CHANNELS CACHE. Prints images
 * a second; what is kept of them is on the disk when it ends.
 */
const [folder = '', side, channels, kept = ''] = process.argv.slice(2);
const cache = new PixelCache(kept);
const began = performance.now();
const { train, test } = await loadImages(
  { kind: 'folder', path: folder },
  { side: Number(side), channels: Number(channels) === 1 ? 1 : 3 },
  { onProgress: () => undefined, signal: new AbortController().signal, cache },
);
console.log(((train.n + test.n) * 1000) / (performance.now() - began));
await cache.settled();
