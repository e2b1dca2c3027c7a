import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../provision/paths.mjs';
import { runPackage } from '../run.mjs';

/**
 * Before the tests on TensorFlow: builds the engine, its helpers and the command line once for all of them, into a
 * folder of this run's own. It lies inside the repository, because the built files look for their packages upwards.
 *
 * @param {import('vitest/node').TestProject} project
 */
export default async function buildEngine(project) {
  const out = path.join(root, 'out');
  await mkdir(out, { recursive: true });
  const folder = await mkdtemp(path.join(out, 'test-engine-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const options = ['build', '--config', 'vite.engine.config.ts', '--outDir', folder, '--logLevel', 'error'];
  // Under Vitest's NODE_ENV the bundler would build for tests.
  const env = { ...process.env, NODE_ENV: 'production' };
  const code = await runPackage('vite/bin/vite.js', options, { env });
  if (code !== 0) {
    await remove();
    throw new Error('The engine could not be built for the tests; the reason is above.');
  }
  project.provide('builtEngine', folder);
  return remove;
}
