import { defineConfig } from '@playwright/test';
import { timeLimits } from '../src/contract/testing/time-limits';

/** One window at a time: the app, its engine and a software renderer share two cores. */
export default defineConfig({
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: timeLimits.window,
  expect: { timeout: timeLimits.windowEvent },
  // Of a test that fails, what happened and how it looked; a film of it, and the page at every step, cost all tests time.
  outputDir: '../out/test-reports/window',
  use: {
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'window', testDir: 'specs' },
    { name: 'pictures', testDir: 'pictures', timeout: timeLimits.pictures },
    { name: 'tour', testDir: 'tour', timeout: timeLimits.tour, expect: { timeout: timeLimits.tour } },
  ],
  reporter: process.argv.includes('--project=tour')
    ? [['./tour/tour-reporter.ts']]
    : [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? ([['json']] as const) : [])],
});
