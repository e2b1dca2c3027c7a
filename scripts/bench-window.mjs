import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { explainFailure, provision, withDisplay } from './provision/index.mjs';
import { runPackage } from './run.mjs';

/**
 * `npm run bench:window [-- --minutes 30] [-- --only TITLE]`: what the window costs, measured in the real window; prints
 * tables. `--minutes`: how long memory is watched over scripted use, 2 where nothing is said.
 */
await explainFailure(async () => {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '2' }, only: { type: 'string' } },
  });
  if (!(Number(values.minutes) > 0)) throw new Error('--minutes takes a number above 0.');
  await provision({ virtualDisplay: true });
  process.exitCode = await build({ quiet: true });
  if (process.exitCode !== 0) return;
  const args = ['test', '--config', 'e2e/bench/playwright.config.ts'];
  if (values.only !== undefined) args.push('--grep', values.only);
  process.exitCode = await withDisplay(
    ({ env }) =>
      runPackage('@playwright/test/cli.js', args, {
        env: { ...env, LATENT_ATELIER_BENCH_MINUTES: values.minutes },
      }),
    { virtual: true },
  );
});
