import { build } from './build.mjs';
import { explainFailure, provision, withDisplay } from './provision/index.mjs';
import { runPackage } from './run.mjs';

/** `npm run test:e2e [-- filters]`: the real app in a real window, on a virtual display. */
await explainFailure(async () => {
  await provision({ virtualDisplay: true });
  process.exitCode = await build({ quiet: true });
  if (process.exitCode !== 0) return;
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--project=window'];
  process.exitCode = await withDisplay(
    ({ env }) => runPackage('@playwright/test/cli.js', [...args, ...process.argv.slice(2)], { env }),
    { virtual: true },
  );
});
