import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesBelow, run, runToItsEnd } from './child.mjs';
import { partial } from './paths.mjs';
import { OutOfReachError, SourceError } from './setup-error.mjs';

/** apt translates what it prints, and packages ask questions. */
const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
const limits = ['Acquire::http::Timeout=8', 'Acquire::https::Timeout=8', 'Acquire::Retries=0'].flatMap(
  (setting) => ['-o', setting],
);
/** apt asks each address of each host in turn; all of that together may not take long until one has answered. */
const answered = { alive: /^(Hit|Get):/m, aliveMs: 6500 };
const unreachable =
  /Connection failed|Could not (resolve|connect)|Temporary failure|[Tt]imed out|Unable to connect/;

/** @typedef {(done: number) => void} OnBytes */

/**
 * @param {readonly string[]} [options] where state is kept, for those who are not root
 * @throws {SourceError} when no archive answers
 */
export async function aptUpdate(options = []) {
  const args = ['update', '-q', ...limits, ...options];
  const watch = { measure: async () => 0, ...answered };
  const { output } = await run('apt-get', args, { env, watch });
  if (!answered.alive.test(output)) throw new OutOfReachError('apt reaches no package archive');
}

/**
 * The one of a package's names, which differ between releases, that apt can install here.
 * @param {readonly string[]} names
 * @param {readonly string[]} [options]
 */
export async function aptCandidate(names, options = []) {
  const { output } = await run('apt-cache', ['policy', ...options, ...names], { env });
  return output
    .split(/^(?=\S)/m)
    .find((paragraph) => /^ {2}Candidate: (?!\(none\))/m.test(paragraph))
    ?.split(':')[0];
}

/**
 * Fetches one package's archive into a folder, which needs no root.
 * @param {string} name
 * @param {string} folder
 * @param {readonly string[]} options
 * @param {OnBytes} onBytes
 * @throws {SourceError}
 */
export async function aptDownload(name, folder, options, onBytes) {
  const args = ['download', '-q', ...limits, ...options, name];
  const watch = { measure: () => bytesBelow(folder), onBytes, ...answered };
  const { code, errors } = await run('apt-get', args, { cwd: folder, env, watch });
  if (code !== 0 && unreachable.test(errors)) throw new OutOfReachError('apt does not reach its archive');
  if (code !== 0) throw new SourceError(firstLine(errors));
}

/**
 * @param {readonly string[]} names
 * @param {import('./progress.mjs').ProgressLine} line
 * @throws {SourceError}
 */
export async function aptInstall(names, line) {
  await mkdir(partial, { recursive: true });
  const log = join(partial, 'apt.log');
  // Whatever was killed half-way before.
  await runToItsEnd('dpkg', ['--configure', '-a'], { env, log });

  const install = [
    'install',
    '-y',
    '-q',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...limits,
  ];
  line.say(`downloading ${names.join(', ')} with apt`);
  const before = await archives();
  const measure = async () => (await archives()) - before;
  const watch = { measure, onBytes: (/** @type {number} */ done) => line.bytes(done) };
  const fetched = await run('apt-get', [...install, '--download-only', ...names], { env, watch });
  if (fetched.code !== 0) throw new SourceError(firstLine(fetched.errors));

  line.say(`installing ${names.join(', ')} with apt`);
  const { code, errors } = await runToItsEnd('apt-get', [...install, ...names], {
    env,
    log,
    onWords: (words) => line.soFar(() => `${words.match(/^Setting up /gm)?.length ?? 0} packages set up`),
  });
  if (code !== 0) throw new SourceError(firstLine(errors));
}

function archives() {
  return bytesBelow('/var/cache/apt/archives');
}

/** @param {string} errors */
function firstLine(errors) {
  const lines = errors.split('\n').filter((line) => /^[EW]: /.test(line));
  return (lines[0] ?? errors.trim().split('\n').at(-1) ?? '').replace(/^[EW]: /, '').slice(0, 160);
}
