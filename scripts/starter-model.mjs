import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { runCli } from './cli.mjs';
import { root } from './run.mjs';

/**
 * `npm run starter-model [-- RUN]`: trains the model that the app ships, the notebook's 30 epochs with seed 0, and
 * puts it with its figures, its history and its map into resources/starter. A run that was begun goes on; a finished one (of the
 * folder RUN, out/starter-run by default) is only shipped.
 */
const run = path.resolve(process.argv[2] ?? path.join(root, 'out', 'starter-run'));
const target = path.join(root, 'resources', 'starter');

/** So many take some 0.9 MB, evenly chosen, the first and the last among them. */
const EPOCH_MAPS = 10;

const how = existsSync(path.join(run, 'run.json')) ? ['--resume'] : ['--epochs', '30', '--seed', '0'];
await runCli(['train', '--data', 'fashion-mnist', '--run', run, '--epoch-maps', `${EPOCH_MAPS}`, ...how]);
// A finished run is refused with 2 and is what is wanted here.
if (process.exitCode === 0 || process.exitCode === 2) {
  await rm(target, { recursive: true, force: true });
  await runCli(['ship', '--run', run, '--to', target, '--name', 'Starter: Fashion-MNIST']);
}
