import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { appRoot } from '../places';

const run = promisify(execFile);

/**
 * Builds the engine, its helpers and the command line into a folder of this test's own, inside the repository because
 * the built files look for their packages upwards, and lets the engine in this process find the helpers there.
 */
export async function buildEngine(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const root = appRoot();
  await mkdir(path.join(root, 'out'), { recursive: true });
  const folder = await mkdtemp(path.join(root, 'out', 'test-engine-'));
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const options = ['build', '-c', 'vite.engine.config.ts', '--outDir', folder, '--logLevel', 'error'];
  // Under Vitest's NODE_ENV the bundler would build for tests.
  await run(process.execPath, [vite, ...options], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  process.env['LATENT_ATELIER_HELPERS'] = folder;
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
