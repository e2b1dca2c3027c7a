import { defineConfig } from 'vitest/config';
import { timeLimits } from './src/contract/testing/time-limits.ts';

/** `npm run cases`: other people's files, made by Python; no part of `npm test`, which needs neither. */
export default defineConfig({
  test: {
    include: ['cases/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: timeLimits.unit,
    hookTimeout: timeLimits.unit,
    expect: { poll: { timeout: timeLimits.event } },
    globalSetup: 'scripts/testing/build-engine.mjs',
    setupFiles: 'scripts/testing/use-built-engine.mjs',
  },
});
