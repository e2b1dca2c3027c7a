import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { withDisplay } from '../provision/index.mjs';
import { root } from '../provision/paths.mjs';
import { runPart } from './part.mjs';
import { summarize, summarizeUnit, summarizeWindow } from './summary.mjs';

/** @typedef {import('./summary.mjs').Summary & { seconds: number }} SuiteResult */

/** Where the JSON reports, traces and screenshots of the last run lie. */
export const reports = path.join(root, 'out', 'test-reports');

/** Empties the folder of reports. */
export async function clearReports() {
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });
}

/** @param {string} name @returns {Promise<unknown>} */
async function report(name) {
  return JSON.parse(await readFile(path.join(reports, name), 'utf8'));
}

/**
 * The unit, property, parity and engine tests.
 *
 * @param {{ args?: string[] }} [options] more for Vitest
 * @returns {Promise<SuiteResult>}
 */
export async function runUnitSuite({ args = [] } = {}) {
  const unhandled = path.join(reports, 'unit-unhandled.json');
  await Promise.all(
    ['unit.json', 'unit-unhandled.json'].map((name) => rm(path.join(reports, name), { force: true })),
  );
  const { code, seconds } = await runPart(
    'unit',
    'vitest/vitest.mjs',
    [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${path.join(reports, 'unit.json')}`,
      '--reporter=./scripts/testing/unhandled-reporter.mjs',
      ...args,
    ],
    { env: { ...process.env, UNHANDLED_REPORT: unhandled } },
  );
  const summary = await summarize('Unit tests', code, async () =>
    summarizeUnit(await report('unit.json'), await report('unit-unhandled.json'), (file) =>
      path.relative(root, file),
    ),
  );
  return { ...summary, seconds };
}

/**
 * The app in its window, on a virtual display of its own.
 *
 * @returns {Promise<SuiteResult>}
 */
export async function runWindowSuite() {
  const file = path.join(reports, 'window.json');
  await rm(file, { force: true });
  const { code, seconds } = await withDisplay(
    ({ env }) =>
      runPart(
        'window',
        '@playwright/test/cli.js',
        ['test', '--config', 'e2e/playwright.config.ts', '--project=window'],
        { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file } },
      ),
    { virtual: true },
  );
  const summary = await summarize('The app in its window', code, async () =>
    summarizeWindow(await report('window.json')),
  );
  return { ...summary, seconds };
}
