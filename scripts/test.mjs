import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { explainFailure, provision } from './provision/index.mjs';

/**
 * `npm test [-- --serial]`: sets up what is missing, then every check there is. All of them run even when one fails, so
 * that one run tells everything; what failed is named at the end, and the last line sums up.
 *
 * The window mostly waits for its software renderer, so its suite runs beside the other checks; `--serial` runs one
 * after the other.
 */
await explainFailure(async () => {
  const { values } = parseArgs({ options: { serial: { type: 'boolean', default: false } } });
  await provision({ virtualDisplay: true });
  // These need the packages, which may just have been installed.
  const { checks, runCheck } = await import('./testing/checks.mjs');
  const { clearReports, runUnitSuite, runWindowSuite } = await import('./testing/suites.mjs');
  const { conclusion, failure } = await import('./testing/summary.mjs');
  await clearReports();

  let interrupted = false;
  process.once('SIGINT', () => (interrupted = true)).once('SIGTERM', () => (interrupted = true));
  let passed = 0;
  /** @type {import('./testing/summary.mjs').Failure[]} */
  const failures = [];
  /** @type {string[]} */
  const times = [];

  /** @param {string} name @param {() => Promise<import('./testing/suites.mjs').SuiteResult>} action */
  const part = async (name, action) => {
    if (interrupted) return;
    console.log(`\n— ${name}`);
    const result = await action();
    passed += result.passed;
    failures.push(...result.failures);
    const line = `${name}: ${result.passed} passed, ${result.failures.length} failed in ${result.seconds.toFixed(0)} s`;
    times.push(line);
    console.log(line);
  };

  const started = performance.now();
  await part('Build', async () => {
    const code = await build();
    const seconds = (performance.now() - started) / 1000;
    if (code === 0) return { passed: 1, failures: [], seconds };
    return { passed: 0, failures: [failure('Build', `exit code ${code}; its output is above`)], seconds };
  });
  const others = async () => {
    for (const check of checks) await part(check.name, () => runCheck(check));
    await part('Unit, property, parity and engine tests', () => runUnitSuite());
  };
  const inWindow = () => part('The app in its window', runWindowSuite);
  if (values.serial) {
    await others();
    await inWindow();
  } else await Promise.all([others(), inWindow()]);

  if (interrupted) failures.push(failure('npm test', 'interrupted before all checks had run'));
  console.log(`\n${times.join('\n')}\nAll in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(`\n${conclusion(passed, failures)}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
});
