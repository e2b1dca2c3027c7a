import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/**
 * @typedef {object} Failure
 * @property {string} name
 * @property {string[]} reason its first lines
 *
 * @typedef {object} Summary
 * @property {number} passed
 * @property {Failure[]} failures
 */

const REASON_LINES = 4;

const unitReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

const unhandledReport = z.object({
  unfinished: z.array(z.string()),
  errors: z.array(z.object({ reason: z.string(), file: z.string().nullable() })),
});

/**
 * What Vitest's JSON report and that of `unhandled-reporter.mjs` tell.
 *
 * @param {unknown} json
 * @param {unknown} unhandled
 * @param {(file: string) => string} shorten a file's name
 * @returns {Summary}
 * @throws {z.ZodError} when either is no such report
 */
export function summarizeUnit(json, unhandled, shorten) {
  const { testResults } = unitReport.parse(json);
  const { unfinished, errors } = unhandledReport.parse(unhandled);
  const tests = testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({ ...test, file: shorten(file.name) })),
  );
  /** @type {Failure[]} */
  const failures = tests
    .filter((test) => test.status === 'failed')
    .map((test) => failure(`${test.file} › ${test.fullName}`, test.failureMessages[0] ?? ''));
  for (const file of testResults) {
    // A file that cannot be loaded, or whose hook fails, has no failed test.
    const named = file.assertionResults.some((test) => test.status === 'failed');
    if (file.status === 'failed' && !named) failures.push(failure(shorten(file.name), file.message));
  }
  // Vitest does not say which file a dead worker had; it is among those never finished.
  const nameless = errors.filter((error) => error.file === null).map((error) => error.reason);
  const lost = nameless.length > 0 ? nameless.join('\n') : 'its tests never ended';
  for (const file of unfinished) failures.push(failure(shorten(file), lost));
  for (const { reason, file } of errors) {
    if (file !== null) failures.push(failure(`${shorten(file)} (outside of any test)`, reason));
    else if (unfinished.length === 0) failures.push(failure('outside of any test', reason));
  }
  return { passed: tests.filter((test) => test.status === 'passed').length, failures };
}

const windowError = z.object({ message: z.string().optional() });
const windowSpec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ status: z.string().optional(), errors: z.array(windowError) })),
    }),
  ),
});
const windowSuite = z.object({
  title: z.string(),
  file: z.string(),
  specs: z.array(windowSpec),
  get suites() {
    return z.array(windowSuite).optional();
  },
});
const windowReport = z.object({ suites: z.array(windowSuite), errors: z.array(windowError) });

/**
 * What Playwright's JSON report tells. A test that passed only when it was tried again counts as failed.
 *
 * @param {unknown} json
 * @returns {Summary}
 * @throws {z.ZodError} when it is no such report
 */
export function summarizeWindow(json) {
  const { suites, errors } = windowReport.parse(json);
  let passed = 0;
  /** @type {Failure[]} */
  const failures = errors.map((error) => failure('outside of any test', error.message ?? ''));
  /** @param {z.infer<typeof windowSuite>} suite @param {string[]} titles */
  const walk = (suite, titles) => {
    for (const spec of suite.specs) {
      for (const { status, results } of spec.tests) {
        if (status === 'expected') passed += 1;
        if (status !== 'unexpected' && status !== 'flaky') continue;
        const bad = results.find((result) => result.errors.length > 0) ?? results.at(-1);
        const name = [suite.file, ...titles, spec.title].join(' › ');
        failures.push(failure(name, bad?.errors[0]?.message ?? bad?.status ?? ''));
      }
    }
    for (const inner of suite.suites ?? []) walk(inner, [...titles, inner.title]);
  };
  for (const suite of suites) walk(suite, []);
  return { passed, failures };
}

/**
 * The summary of a runner that has ended: what `read` finds in its reports, or else that it did not report. A runner
 * that fails, or runs nothing, without naming a failed test is a failure of its own.
 *
 * @param {string} name the runner's
 * @param {number} code its exit code
 * @param {() => Promise<Summary>} read
 * @returns {Promise<Summary>}
 */
export async function summarize(name, code, read) {
  /** @type {Summary} */
  let summary;
  try {
    summary = await read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      passed: 0,
      failures: [failure(name, `exit code ${code} and no report that can be read: ${why}`)],
    };
  }
  if (summary.failures.length > 0) return summary;
  if (code !== 0) summary.failures.push(failure(name, `exit code ${code}, though no test failed`));
  else if (summary.passed === 0) summary.failures.push(failure(name, 'no test was run'));
  return summary;
}

/**
 * @param {string} name
 * @param {string} text of which the first lines are taken that say something, without colours
 * @returns {Failure}
 */
export function failure(name, text) {
  const lines = stripVTControlCharacters(text)
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+at /.test(line));
  return { name, reason: lines.length > 0 ? lines.slice(0, REASON_LINES) : ['no reason was given'] };
}

/**
 * The end of a run: each failure with its reason, and the last line alone.
 *
 * @param {number} passed
 * @param {readonly Failure[]} failures
 */
export function conclusion(passed, failures) {
  const named = failures.map(({ name, reason }) =>
    [`✗ ${name}`, ...reason.map((line) => `    ${line}`)].join('\n'),
  );
  const list = failures.length > 0 ? `Failed:\n\n${named.join('\n')}\n\n` : '';
  return `${list}${passed} passed, ${failures.length} failed`;
}
