import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aptCandidate, aptDownload, aptUpdate } from './apt.mjs';
import { run } from './child.mjs';
import { fashionMnist } from './manifest.mjs';
import { freshFolder } from './place.mjs';
import { OutOfReachError, SourceError } from './setup-error.mjs';
import { onPath } from './system-packages.mjs';

/** @typedef {import('./progress.mjs').ProgressLine} ProgressLine */

/**
 * Fetches Debian's package and unpacks it in a folder of ours: that needs no root.
 * @param {ProgressLine} line
 * @returns {Promise<string>} the folder with the four compressed files
 * @throws {SourceError}
 */
export async function debianFashionMnist(line) {
  if (!onPath('apt-get') || !onPath('dpkg-deb')) throw new SourceError('this is no Debian or Ubuntu');
  const folder = await freshFolder('debian');
  try {
    await fetchWith([], folder, line);
  } catch (error) {
    if (!(error instanceof SourceError) || error instanceof OutOfReachError) throw error;
    // The system has no package lists, or old ones; ours need nobody's leave.
    await fetchWith(await ownLists(folder, line), folder, line);
  }
  const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'));
  if (!archive) throw new SourceError('apt fetched nothing');
  const unpacked = join(folder, 'unpacked');
  const { code, errors } = await run('dpkg-deb', ['-x', join(folder, archive), unpacked]);
  if (code !== 0) throw new SourceError(`its archive cannot be unpacked (${errors.trim().split('\n')[0]})`);
  return join(unpacked, 'usr', 'share', 'datasets', 'fashion-mnist');
}

/** @param {readonly string[]} options @param {string} folder @param {ProgressLine} line */
async function fetchWith(options, folder, line) {
  const name = await aptCandidate([fashionMnist.debianPackage], options);
  if (!name) throw new SourceError('apt does not know it');
  line.say(`downloading the Debian package ${name}`);
  // As root apt would fetch as another user, who may not write here.
  await aptDownload(name, folder, ['-o', 'APT::Sandbox::User=root', ...options], (done) => line.bytes(done));
}

/** @param {string} folder @param {ProgressLine} line */
async function ownLists(folder, line) {
  const state = join(folder, 'state');
  const cache = join(folder, 'cache');
  await mkdir(join(state, 'lists', 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  const options = [
    `Dir::State=${state}`,
    `Dir::State::Lists=${join(state, 'lists')}`,
    `Dir::Cache=${cache}`,
  ].flatMap((setting) => ['-o', setting]);
  line.say('fetching package lists of our own with apt');
  await aptUpdate([...options, '-o', 'APT::Sandbox::User=root']);
  // apt reads what is installed from there as well; nothing is, as far as this is concerned.
  return [...options, '-o', 'Dir::State::status=/dev/null'];
}
