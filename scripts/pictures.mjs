import { build } from './build.mjs';
import { explainFailure, provision, withDisplay } from './provision/index.mjs';
import { runPackage } from './run.mjs';

/** `npm run pictures`: takes the pictures of the documentation anew, from the real window, light and dark. */
await explainFailure(async () => {
  await provision({ virtualDisplay: true });
  process.exitCode = await build({ quiet: true });
  if (process.exitCode !== 0) return;
  const args = [
    'test',
    '--config',
    'e2e/playwright.config.ts',
    '--project=pictures',
    ...process.argv.slice(2),
  ];
  process.exitCode = await withDisplay(({ env }) => runPackage('@playwright/test/cli.js', args, { env }), {
    virtual: true,
  });
});
