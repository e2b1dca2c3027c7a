import path from 'node:path';
import { build } from './build.mjs';
import { electronPath, explainFailure, provision } from './provision/index.mjs';
import { root, run } from './run.mjs';

/** `npm run bench [-- --peers]`: the benchmark table, in plain Node and in Electron's. */
await explainFailure(async () => {
  await provision({ need: ['electron', 'tensorflow', 'fashion-mnist', 'window-libraries'] });
  process.exitCode = await build({ quiet: true });
  if (process.exitCode !== 0) return;
  const program = path.join(root, 'out', 'engine', 'cli.js');
  const env = { LATENT_ATELIER_ELECTRON: electronPath(), ...process.env };
  process.exitCode = await run(process.execPath, [program, 'bench', ...process.argv.slice(2)], { env });
});
