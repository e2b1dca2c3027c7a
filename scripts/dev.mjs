import path from 'node:path';
import { build } from './build.mjs';
import { explainFailure, provision, runtimeFolder } from './provision/index.mjs';
import { electronSwitches, runPackage } from './run.mjs';

/** `npm run dev`: the window with hot reload; the engine is built once, start again after changing it. */
await explainFailure(async () => {
  await provision();
  process.exitCode = await build({ quiet: true });
  if (process.exitCode !== 0) return;
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: path.join(runtimeFolder(), 'electron') };
  const args = ['dev', '--', ...electronSwitches()];
  process.exitCode = await runPackage('electron-vite/bin/electron-vite.js', args, { env });
});
