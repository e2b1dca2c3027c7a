import { defineConfig } from '@playwright/test';

/** One window at a time: the app, its engine and a software renderer share two cores. */
export default defineConfig({
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // Of a test that fails, what happened and how it looked; a film of it would cost the software renderer time.
  outputDir: '../out/test-reports/window',
  use: { trace: { mode: 'retain-on-failure', screenshots: false }, screenshot: 'only-on-failure' },
  projects: [
    { name: 'window', testDir: 'specs' },
    { name: 'pictures', testDir: 'pictures', timeout: 10 * 60_000 },
    { name: 'tour', testDir: 'tour', timeout: 40 * 60_000 },
  ],
  reporter: process.argv.includes('--project=tour')
    ? [['./tour/tour-reporter.ts']]
    : [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? ([['json']] as const) : [])],
});
