import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.mjs';
import { explainFailure, provision, withDisplay } from './provision/index.mjs';
import { root, runPackage } from './run.mjs';

/**
 * `npm test`: sets up what is missing, then every check there is. All of them run even when one fails, so that one run
 * tells everything; the last line sums up.
 */
await explainFailure(async () => {
  await provision({ virtualDisplay: true });
});
if (process.exitCode === 1) process.exit();

const reports = path.join(root, 'out', 'test-reports');
await rm(reports, { recursive: true, force: true });
await mkdir(reports, { recursive: true });

let passed = 0;
let failed = 0;
/** What failed, by name: said again at the end, where one looks first. @type {string[]} */
const failures = [];

/** A check that has no tests of its own: it passes or fails as a whole. @param {string} name @param {() => Promise<number>} action */
async function check(name, action) {
  console.log(`\n— ${name}`);
  const started = performance.now();
  const code = await action();
  if (code === 0) passed += 1;
  else {
    failed += 1;
    failures.push(name);
  }
  console.log(`${name}: ${code === 0 ? 'passed' : `failed (exit ${code})`} in ${seconds(started)} s`);
}

/**
 * A runner with tests of its own, counted from the report it writes; a runner that ends badly without a failed test
 * counts as one failure.
 *
 * @param {string} name
 * @param {() => Promise<number>} action
 * @param {() => Promise<{ passed: number, failed: number }>} tally
 */
async function suite(name, action, tally) {
  console.log(`\n— ${name}`);
  const started = performance.now();
  const code = await action();
  const counts = await tally().catch(() => ({ passed: 0, failed: 0 }));
  passed += counts.passed;
  const nothingRan = code === 0 && counts.passed === 0;
  const newlyFailed = nothingRan || (code !== 0 && counts.failed === 0) ? 1 : counts.failed;
  failed += newlyFailed;
  if (newlyFailed > 0) failures.push(`${name} (${newlyFailed})`);
  console.log(
    `${name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds(started)} s (exit ${code})`,
  );
}

/** @param {number} started */
function seconds(started) {
  return ((performance.now() - started) / 1000).toFixed(0);
}

/** @param {string} name @returns {Promise<unknown>} */
async function report(name) {
  return JSON.parse(await readFile(path.join(reports, name), 'utf8'));
}

await check('Build', () => build());
await check('Format', () => runPackage('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']));
await check('Lint', () => runPackage('eslint/bin/eslint.js', ['.']));
for (const project of ['core', 'node', 'web', 'e2e'])
  await check(`Types (${project})`, () =>
    runPackage('typescript/bin/tsc', ['--project', `tsconfig.${project}.json`]),
  );

const unitReport = path.join(reports, 'unit.json');
await suite(
  'Unit, property, parity and engine tests',
  () =>
    runPackage('vitest/vitest.mjs', [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitReport}`,
    ]),
  async () => {
    const { numPassedTests, numFailedTests } =
      /** @type {{ numPassedTests: number, numFailedTests: number }} */ (await report('unit.json'));
    return { passed: numPassedTests, failed: numFailedTests };
  },
);

const e2eReport = path.join(reports, 'e2e.json');
await suite(
  'The app in its window',
  () =>
    withDisplay(
      ({ env }) =>
        runPackage(
          '@playwright/test/cli.js',
          ['test', '--config', 'e2e/playwright.config.ts', '--project=window'],
          { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport } },
        ),
      { virtual: true },
    ),
  async () => {
    const { stats } = /** @type {{ stats: { expected: number, unexpected: number, flaky: number } }} */ (
      await report('e2e.json')
    );
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  },
);

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
