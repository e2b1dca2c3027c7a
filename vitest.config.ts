import { defineConfig } from 'vitest/config';
import { SlowFirst } from './scripts/testing/slow-first.mjs';
import { timeLimits } from './src/contract/testing/time-limits.ts';

/** Pure functions, schemas and stores that each test makes for itself: their files share a process. */
const pure = ['src/{core,contract,files,main,preload,renderer}/**/*.test.ts'];
/** The rest of what loads no TensorFlow; besides the engine's and the command line's tests, all. */
const plain = [
  'src/renderer/**/*.test.tsx',
  'scripts/{provision,testing}/**/*.test.{mjs,ts}',
  'lint/**/*.test.{mjs,ts}',
  'src/cli/bench/table.test.ts',
  'src/engine/datasets/{fashion-mnist,parts-note}.test.ts',
  'src/engine/images/*.test.ts',
  'src/engine/map/{check-vectors,place-in-map}.test.ts',
  'src/engine/runs/{disk-failure,make-folder,run-folder,run-history,run-lock,saved-map}.test.ts',
  'src/engine/tensorflow/graph/protobuf.test.ts',
  'src/engine/training/epoch-watch.test.ts',
];

export default defineConfig({
  test: {
    // TensorFlow is a native addon: one process per file, and no more than the two cores CI has.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: timeLimits.unit,
    hookTimeout: timeLimits.unit,
    expect: { poll: { timeout: timeLimits.event } },
    sequence: { sequencer: SlowFirst },
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: pure, isolate: false, unstubGlobals: true, unstubEnvs: true },
      },
      { extends: true, test: { name: 'plain', include: plain } },
      {
        extends: true,
        test: {
          name: 'native',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{mjs,ts}'],
          exclude: [...pure, ...plain],
          globalSetup: 'scripts/testing/build-engine.mjs',
          setupFiles: 'scripts/testing/use-built-engine.mjs',
        },
      },
    ],
  },
});
