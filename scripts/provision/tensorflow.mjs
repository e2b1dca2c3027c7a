import { readdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { unpackTar, unpackZip } from './archive.mjs';
import { bindingIsInPlace, loadedVersion, putBindingInPlace, requireCompiler } from './binding.mjs';
import { download } from './download.mjs';
import { platform, tensorflow as pinned } from './manifest.mjs';
import { runtime } from './paths.mjs';
import { pipDownload } from './pip.mjs';
import { checkedArchive, downloads, freshFolder, putInPlace } from './place.mjs';
import { glibcVersion } from './requirements.mjs';
import { SourceError } from './setup-error.mjs';
import { firstOf } from './sources.mjs';
import { bytesOf, stampBook } from './stamp.mjs';

/** @typedef {import('./progress.mjs').ProgressLine} ProgressLine */
/** @typedef {{ folder: string, hashes: Map<string, string>, pin: string, version: string }} Unpacked */

const place = join(runtime, 'tensorflow');
const { wheel, prebuilt } = pinned.sources[platform] ?? {};
/** All that the binding includes, of the wheel's 13,000 headers. */
const headers =
  /^tensorflow\/(include\/(?:tensorflow\/c\/|tensorflow\/core\/platform\/ctstring|tsl\/platform\/ctstring|xla\/tsl\/c\/).*\.h)$/;
const oldestGlibc = 2.27;

/** @type {import('./step.mjs').Step} */
export const tensorflow = {
  name: 'tensorflow',
  title: 'TensorFlow',

  async isComplete() {
    const pin = await unpackedPin();
    return pin !== undefined && bindingIsInPlace(pin);
  },

  async provide(line) {
    const compiler = await requireCompiler(line);
    const pin = (await unpackedPin()) ?? (await unpack(line));
    await putBindingInPlace(compiler, pin, line);
    const stamp = await stampBook.read('tensorflow');
    line.done(`${stamp?.version} from ${stamp?.source}, binding in place`);
  },

  async describe({ thorough }) {
    const stamp = await stampBook.read('tensorflow');
    if (!stamp) return { version: '', source: '', problems: [] };
    const names = ['tensorflow', 'binding'];
    const problems = thorough ? (await Promise.all(names.map((name) => stampBook.altered(name)))).flat() : [];
    const loaded = await loadedVersion().catch((/** @type {Error} */ error) => error);
    if (loaded instanceof Error) problems.push(loaded.message);
    const version = loaded instanceof Error ? stamp.version : `${loaded}, binding loads`;
    return { version, source: stamp.source, bytes: bytesOf(stamp), problems };
  },
};

/** @returns {Promise<string | undefined>} what the TensorFlow that lies in place was made from */
async function unpackedPin() {
  const holds = await stampBook.holds(
    'tensorflow',
    (pin) => pin === wheel?.sha256 || pin === prebuilt?.sha256,
  );
  return holds ? (await stampBook.read('tensorflow'))?.pin : undefined;
}

/** @param {ProgressLine} line @returns {Promise<string>} the pin */
async function unpack(line) {
  /** @type {import('./sources.mjs').Source<Unpacked>[]} */
  const sources = [];
  if (wheel) sources.push({ name: `the PyPI wheel ${wheel.spec}`, get: () => fromWheel(wheel, line) });
  if (prebuilt) {
    sources.push({
      name: `the prebuilt C library ${prebuilt.version}`,
      get: () => fromPrebuilt(prebuilt, line),
    });
  }
  await stampBook.remove('tensorflow');
  const { value, source } = await firstOf('TensorFlow', sources, line);
  await putInPlace(value.folder, place);
  const kept = new Map([...value.hashes].map(([path, sha256]) => [join('tensorflow', path), sha256]));
  await stampBook.write('tensorflow', { version: value.version, source, pin: value.pin }, kept);
  return value.pin;
}

/** @param {import('./manifest.mjs').Wheel} wanted @param {ProgressLine} line @returns {Promise<Unpacked>} */
async function fromWheel(wanted, line) {
  if (process.platform === 'linux' && glibcVersion() < oldestGlibc) {
    throw new SourceError(`it needs glibc ${oldestGlibc}`);
  }
  const { sha256, libraries } = wanted;
  const archive = await checkedArchive(`${wanted.spec}.whl`, sha256, () => pipDownload(wanted, line));
  line.say('unpacking');
  const folder = await freshFolder('tensorflow');
  const hashes = await unpackZip(archive, folder, {
    pick: (name) => (libraries[basename(name)] ? join('lib', basename(name)) : headers.exec(name)?.[1]),
    onBytes: (done) => line.bytes(done),
  });
  for (const [name, expected] of Object.entries(libraries)) {
    if (hashes.get(join('lib', name)) !== expected)
      throw new SourceError(`its ${name} is not what is written down`);
  }
  await linkForLinker(join(folder, 'lib'));
  return { folder, hashes, pin: sha256, version: pinned.wheelVersion };
}

/**
 * @param {import('./manifest.mjs').WebArchive & { version: string }} wanted
 * @param {ProgressLine} line
 * @returns {Promise<Unpacked>}
 */
async function fromPrebuilt({ url, sha256, version }, line) {
  const archive = join(downloads, basename(url));
  line.say(`downloading the prebuilt C library ${version} from ${new URL(url).hostname}`);
  await download({ url, to: archive, sha256, onBytes: (done, total) => line.bytes(done, total) });
  line.say('unpacking');
  const folder = await freshFolder('tensorflow');
  const hashes = await unpackTar(archive, folder, { onBytes: (done) => line.bytes(done) });
  await linkForLinker(join(folder, 'lib'));
  return { folder, hashes, pin: sha256, version };
}

/** The names that `-ltensorflow -ltensorflow_framework` look for. @param {string} folder */
async function linkForLinker(folder) {
  const suffix = process.platform === 'darwin' ? 'dylib' : 'so';
  const there = await readdir(folder);
  for (const [name, alternatives] of Object.entries({
    libtensorflow: [
      'libtensorflow_cc.so.2',
      'libtensorflow_cc.2.dylib',
      'libtensorflow.so.2',
      'libtensorflow.2.dylib',
    ],
    libtensorflow_framework: ['libtensorflow_framework.so.2', 'libtensorflow_framework.2.dylib'],
  })) {
    const target = alternatives.find((file) => there.includes(file));
    if (target && !there.includes(`${name}.${suffix}`))
      await symlink(target, join(folder, `${name}.${suffix}`));
  }
}
