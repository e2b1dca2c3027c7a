import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesBelow, run } from './child.mjs';
import { tensorflow } from './manifest.mjs';
import { SetupError, SourceError } from './setup-error.mjs';
import { canInstall, installFromSystem, onPath, pip as pipPackages } from './system-packages.mjs';
import { freshFolder } from './place.mjs';

/** What pip prints once an index, its cache or a local folder has answered. */
const answered = /^[ \t]*(Processing|Downloading|Using cached|Obtaining|Saved|Skipping link|Found link)\b/m;

/**
 * Fetches a wheel with pip, for a Python that need not be the one at hand.
 * @param {import('./manifest.mjs').Wheel} wheel
 * @param {import('./progress.mjs').ProgressLine} line
 * @returns {Promise<string>} the wheel's path
 * @throws {SourceError}
 */
export async function pipDownload({ spec, tag, bytes }, line) {
  const python = await pythonWithPip(line);
  const folder = await freshFolder('pip');
  const { version, abi } = tensorflow.python;
  const which = ['--python-version', version, '--implementation', 'cp', '--abi', abi, '--platform', tag];
  const limits = ['--timeout', '8', '--retries', '0', '--no-input', '--disable-pip-version-check'];
  const args = ['-m', 'pip', 'download', '-v', '--no-deps', '--only-binary=:all:', ...which, ...limits];
  line.say(`downloading ${spec} with pip`);
  // pip's own folder for what is coming must be ours, to see it grow.
  const { code, output, errors } = await run(python, [...args, '-d', folder, spec], {
    env: { ...process.env, TMPDIR: folder },
    watch: {
      measure: () => bytesBelow(folder),
      onBytes: (done) => line.bytes(done, bytes),
      alive: answered,
      aliveMs: 8000,
    },
  });
  const archive = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (code !== 0 || !archive) throw new SourceError(reasonOf(output, errors));
  return join(folder, archive);
}

/** @param {import('./progress.mjs').ProgressLine} line */
async function pythonWithPip(line) {
  const found = await findPython();
  if (found) return found;
  if (!canInstall()) throw new SourceError('there is no Python with pip on this machine');
  try {
    await installFromSystem('Python with pip is missing', [pipPackages], line);
  } catch (error) {
    // The next source does without Python.
    throw error instanceof SetupError ? new SourceError('Python with pip cannot be installed') : error;
  }
  const installed = await findPython();
  if (!installed) throw new SourceError('there is no Python with pip even after installing it');
  return installed;
}

async function findPython() {
  for (const python of ['python3', 'python']) {
    if (!onPath(python)) continue;
    const { code } = await run(python, ['-m', 'pip', '--version']);
    if (code === 0) return python;
  }
  return undefined;
}

/** @param {string} output @param {string} errors */
function reasonOf(output, errors) {
  // What pip says of an index that it did not reach.
  if (/Could not fetch URL|from versions: none/.test(output + errors))
    return 'its package index is out of reach';
  const said = errors.split('\n').find((text) => text.startsWith('ERROR: ')) ?? 'pip failed';
  return said.replace(/^ERROR: /, '').slice(0, 160);
}
