import { build } from './build.mjs';
import { explainFailure, provision, withDisplay } from './provision/index.mjs';
import { runPackage } from './run.mjs';

/** `npm run bench:window [-- filters]`: what the window costs, measured in the real window; prints tables. */
await explainFailure(async () => {
  await provision({ virtualDisplay: true });
  process.exitCode = await build({ quiet: true });
  if (process.exitCode !== 0) return;
  const args = ['test', '--config', 'e2e/bench/playwright.config.ts'];
  process.exitCode = await withDisplay(
    ({ env }) => runPackage('@playwright/test/cli.js', [...args, ...process.argv.slice(2)], { env }),
    { virtual: true },
  );
});
