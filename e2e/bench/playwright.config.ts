import { defineConfig } from '@playwright/test';
import { timeLimits } from '../../src/contract/testing/time-limits';

/** The window's benchmarks: one after the other, each in a window of its own. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: timeLimits.tour,
  expect: { timeout: timeLimits.windowEvent },
  outputDir: '../../test-results',
  reporter: [['./figures-reporter.ts']],
});
