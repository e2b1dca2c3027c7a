import { withDisplay } from './provision/index.mjs';
import { runPackage } from './run.mjs';

/**
 * The tour: the real app, on a virtual display, does the main job once. What it leaves lies in `out/tour/`.
 *
 * @returns {Promise<number>} exit code
 */
export function tour() {
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--project=tour'];
  return withDisplay(({ env }) => runPackage('@playwright/test/cli.js', args, { env }), { virtual: true });
}
