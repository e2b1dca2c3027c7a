import { defineConfig } from '@playwright/test';

/** The window's benchmarks: one after the other, each in a window of its own. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 40 * 60_000,
  expect: { timeout: 60_000 },
  outputDir: '../../test-results',
  reporter: [['./figures-reporter.ts']],
});
