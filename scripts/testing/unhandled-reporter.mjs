import { writeFile } from 'node:fs/promises';

/**
 * A Vitest reporter for what its JSON report leaves out: errors outside of any test (a worker that died, a promise that
 * nobody awaited), and the files that were never finished. Written to the file that `UNHANDLED_REPORT` names.
 *
 * @typedef {import('vitest/node').Reporter} Reporter
 * @implements {Reporter}
 */
export default class UnhandledReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest').SerializedError[]} errors
   */
  async onTestRunEnd(modules, errors) {
    const file = process.env['UNHANDLED_REPORT'];
    if (file === undefined) return;
    const unfinished = modules.filter((each) => ['queued', 'pending'].includes(each.state()));
    const report = {
      unfinished: unfinished.map((each) => each.moduleId),
      errors: errors.map((error) => ({
        // A worker's end says why in its cause alone.
        reason: [error, error.cause].flatMap((each) => each?.message ?? []).join(': ') || String(error),
        file: typeof error['VITEST_TEST_PATH'] === 'string' ? error['VITEST_TEST_PATH'] : null,
      })),
    };
    await writeFile(file, JSON.stringify(report, null, 2));
  }
}
