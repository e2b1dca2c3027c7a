import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { debianFashionMnist } from './debian-dataset.mjs';
import { download } from './download.mjs';
import { fashionMnist as pinned } from './manifest.mjs';
import { datasetFolder, runtime } from './paths.mjs';
import { downloads, freshFolder, putInPlace } from './place.mjs';
import { codeOf, SourceError } from './setup-error.mjs';
import { firstOf } from './sources.mjs';
import { bytesOf, stampBook } from './stamp.mjs';

/** @typedef {import('./progress.mjs').ProgressLine} ProgressLine */

const variable = 'LATENT_ATELIER_FASHION_MNIST';
/** Where Debian's package is, if somebody has installed it. */
const systemFolder = '/usr/share/datasets/fashion-mnist';
const names = Object.keys(pinned.files);
/** The content alone decides, whatever it came from. */
const pin = createHash('sha256').update(JSON.stringify(pinned.files)).digest('hex');

/** @type {import('./step.mjs').Step} */
export const fashionMnist = {
  name: 'fashion-mnist',
  title: 'Fashion-MNIST',

  isComplete() {
    return stampBook.holds('fashion-mnist', (made) => made === pin);
  },

  async provide(line) {
    await stampBook.remove('fashion-mnist');
    const { value: folder, source } = await obtain(line);
    await putInPlace(folder, datasetFolder());
    const below = relative(runtime, datasetFolder());
    const kept = new Map(
      Object.entries(pinned.files).map(([name, { sha256 }]) => [join(below, name), sha256]),
    );
    await stampBook.write('fashion-mnist', { version: '70,000 images', source, pin }, kept);
    line.done(`${names.length} files, from ${source}`);
  },

  async describe({ thorough }) {
    const stamp = await stampBook.read('fashion-mnist');
    const problems = thorough ? await stampBook.altered('fashion-mnist') : [];
    return { version: stamp?.version ?? '', source: stamp?.source ?? '', bytes: bytesOf(stamp), problems };
  },
};

/** @param {ProgressLine} line @returns {Promise<{ value: string, source: string }>} a folder with the four files */
async function obtain(line) {
  const named = process.env[variable];
  if (named) {
    const source = { name: `the folder that ${variable} names`, get: () => fromFolder(resolve(named), line) };
    return firstOf('Fashion-MNIST', [source], line, `put the four files there, or unset ${variable}`);
  }
  const sources = pinned.sites.map((site) => ({
    name: `the official files on ${new URL(site).hostname}`,
    get: () => fromSite(site, line),
  }));
  if (existsSync(systemFolder)) {
    sources.push({ name: systemFolder, get: () => fromFolder(systemFolder, line) });
  }
  sources.push({
    name: `the Debian package ${pinned.debianPackage}`,
    get: async () => fromFolder(await debianFashionMnist(line), line),
  });
  const remedy = `connect to the network and run this again, or name a folder that holds the four files in ${variable}`;
  return firstOf('Fashion-MNIST', sources, line, remedy);
}

/** @param {string} site @param {ProgressLine} line */
async function fromSite(site, line) {
  const host = new URL(site).hostname;
  for (const name of names) {
    line.say(`downloading ${name} from ${host}`);
    await download({
      url: `${site}/${name}.gz`,
      to: join(downloads, `${name}.gz`),
      onBytes: (done, total) => line.bytes(done, total),
    });
  }
  try {
    return await fromFolder(downloads, line);
  } catch (error) {
    for (const name of names) await rm(join(downloads, `${name}.gz`), { force: true });
    throw error;
  }
}

/**
 * Copies the four files, compressed or not, and checks what they hold.
 * @param {string} from
 * @param {ProgressLine} line
 * @returns {Promise<string>} the folder with the copies
 * @throws {SourceError}
 */
async function fromFolder(from, line) {
  const folder = await freshFolder('fashion-mnist');
  line.say('checking the four files');
  for (const [name, { sha256, bytes }] of Object.entries(pinned.files)) {
    const file = [join(from, name), join(from, `${name}.gz`)].find((path) => existsSync(path));
    if (!file) throw new SourceError(`it holds neither ${name} nor ${name}.gz`);
    if ((await copyPlain(file, join(folder, name), bytes)) !== sha256) {
      throw new SourceError(`its ${name} does not have the SHA-256 written down`);
    }
  }
  return folder;
}

/**
 * @param {string} file
 * @param {string} to
 * @param {number} bytes the size that it should have, beyond which nothing is unpacked
 * @returns {Promise<string>} the SHA-256 of what was written
 * @throws {SourceError} when it is damaged
 */
async function copyPlain(file, to, bytes) {
  const hash = createHash('sha256');
  let sum = 0;
  /** @param {AsyncIterable<Buffer>} chunks */
  async function* hashed(chunks) {
    for await (const chunk of chunks) {
      if ((sum += chunk.length) > bytes) throw new SourceError('it is larger than it should be');
      hash.update(chunk);
      yield chunk;
    }
  }
  const input = createReadStream(file);
  const output = createWriteStream(to);
  try {
    if (await isGzip(file)) await pipeline(input, createGunzip(), hashed, output);
    else await pipeline(input, hashed, output);
  } catch (error) {
    if (!codeOf(error).startsWith('Z_')) throw error;
    throw new SourceError(`${file} is damaged`);
  }
  return hash.digest('hex');
}

/** By its first bytes: a server may have decompressed what it calls `.gz`. @param {string} file */
async function isGzip(file) {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
