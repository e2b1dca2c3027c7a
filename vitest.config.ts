import { defineConfig } from 'vitest/config';
import { timeLimits } from './src/contract/testing/time-limits.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{mjs,ts}', 'lint/**/*.test.{mjs,ts}'],
    // TensorFlow is a native addon: one process per file, and no more than the two cores CI has.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: timeLimits.unit,
    hookTimeout: timeLimits.unit,
    expect: { poll: { timeout: timeLimits.event } },
  },
});
