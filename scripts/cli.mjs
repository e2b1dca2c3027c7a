import path from 'node:path';
import { build } from './build.mjs';
import { explainFailure, provision } from './provision/index.mjs';
import { root, run } from './run.mjs';

/** `npm run -s cli -- <command>`: the engine from a terminal. Standard output belongs to the command alone. */
await explainFailure(async () => {
  await provision({ need: ['tensorflow', 'fashion-mnist'] });
  process.exitCode = await build({ quiet: true });
  if (process.exitCode !== 0) return;
  const program = path.join(root, 'out', 'engine', 'cli.js');
  process.exitCode = await run(process.execPath, [program, ...process.argv.slice(2)]);
});
