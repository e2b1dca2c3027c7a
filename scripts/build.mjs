import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { explainFailure, provision } from './provision/index.mjs';
import { root, runPackage } from './run.mjs';

const stamp = path.join(root, 'out', 'built.sha256');
const inputs = ['src', 'resources', 'electron.vite.config.ts', 'vite.engine.config.ts', 'package-lock.json'];

/** SHA-256 over everything the build reads. */
async function fingerprint() {
  const hash = createHash('sha256');
  for (const input of inputs) {
    const file = path.join(root, input);
    const files = input.includes('.')
      ? [file]
      : (await readdir(file, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name))
          .sort();
    for (const each of files) hash.update(path.relative(root, each)).update(await readFile(each));
  }
  return hash.digest('hex');
}

/**
 * Builds main, preload, renderer (electron-vite) and the engine with the command line (vite), unless what is there was
 * built from the same sources.
 *
 * @param {{ quiet?: boolean }} [options] `quiet` says nothing when there is nothing to do
 * @returns {Promise<number>} exit code of the first build that failed, or 0
 */
export async function build({ quiet = false } = {}) {
  const wanted = await fingerprint();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) {
    if (!quiet) console.log('The build is up to date.');
    return 0;
  }
  console.error('Building the app …');
  await rm(stamp, { force: true });
  const log = quiet ? ['--logLevel', 'warn'] : [];
  /** @type {import('./run.mjs').RunOptions} */
  const options = { stdout: quiet ? 2 : 'inherit' };
  const app = await runPackage('electron-vite/bin/electron-vite.js', ['build', ...log], options);
  if (app !== 0) return app;
  const engine = await runPackage(
    'vite/bin/vite.js',
    ['build', '--config', 'vite.engine.config.ts', ...log],
    options,
  );
  if (engine !== 0) return engine;
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, wanted);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await explainFailure(async () => {
    await provision({ need: ['electron'] });
    process.exitCode = await build();
  });
}
