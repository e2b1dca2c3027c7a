import { describe, expect, it } from 'vitest';
import { conclusion, failure, summarize, summarizeUnit, summarizeWindow } from './summary.mjs';

const shorten = (/** @type {string} */ file) => file.replace('/repo/', '');
const quiet = { unfinished: [], errors: [] };

/** @param {string} fullName @param {string} status @param {string[]} failureMessages */
const test = (fullName, status, ...failureMessages) => ({ fullName, status, failureMessages });

/** @param {string} name @param {string} status @param {ReturnType<typeof test>[]} assertionResults */
const file = (name, status, assertionResults, message = '') => ({ name, status, message, assertionResults });

describe('the summary of the unit tests', () => {
  it('counts what passed, and names what failed with the first lines of its reason', () => {
    const testResults = [
      file('/repo/src/a.test.ts', 'failed', [
        test('a map is whole', 'passed'),
        test(
          'a map has names',
          'failed',
          '\u001b[31mAssertionError: expected 1 to be 2\u001b[39m\n\n- 1\n+ 2\n    at /repo/src/a.test.ts:3:1',
        ),
        test('a map rests', 'skipped'),
      ]),
    ];
    expect(summarizeUnit({ testResults }, quiet, shorten)).toEqual({
      passed: 1,
      failures: [
        {
          name: 'src/a.test.ts › a map has names',
          reason: ['AssertionError: expected 1 to be 2', '- 1', '+ 2'],
        },
      ],
    });
  });

  it('names a file that cannot be loaded', () => {
    const testResults = [file('/repo/src/b.test.ts', 'failed', [], "Cannot find module './c'")];
    expect(summarizeUnit({ testResults }, quiet, shorten).failures).toEqual([
      { name: 'src/b.test.ts', reason: ["Cannot find module './c'"] },
    ]);
  });

  it('names the file whose worker died, and a promise that nobody awaited', () => {
    const testResults = [
      file('/repo/src/d.test.ts', 'passed', [test('dies', 'pending')]),
      file('/repo/src/e.test.ts', 'passed', [test('leaves a promise', 'passed')]),
    ];
    const unhandled = {
      unfinished: ['/repo/src/d.test.ts'],
      errors: [
        { reason: 'left alone', file: '/repo/src/e.test.ts' },
        { reason: '[vitest-pool]: Worker forks emitted error.: Worker exited unexpectedly', file: null },
      ],
    };
    expect(summarizeUnit({ testResults }, unhandled, shorten)).toEqual({
      passed: 1,
      failures: [
        {
          name: 'src/d.test.ts',
          reason: ['[vitest-pool]: Worker forks emitted error.: Worker exited unexpectedly'],
        },
        { name: 'src/e.test.ts (outside of any test)', reason: ['left alone'] },
      ],
    });
  });

  it('names an error that belongs to no file', () => {
    const unhandled = { unfinished: [], errors: [{ reason: 'the pool is gone', file: null }] };
    expect(summarizeUnit({ testResults: [] }, unhandled, shorten).failures).toEqual([
      { name: 'outside of any test', reason: ['the pool is gone'] },
    ]);
  });
});

describe("the summary of the window's tests", () => {
  /** @param {string} title @param {string} status @param {string[]} messages */
  const spec = (title, status, ...messages) => ({
    title,
    file: 'map.spec.ts',
    tests: [{ status, results: [{ status, errors: messages.map((message) => ({ message })) }] }],
  });

  it('takes in suites within suites, tests that ran twice and errors outside of any', () => {
    const report = {
      errors: [{ message: 'Error: no display' }],
      suites: [
        {
          title: 'map.spec.ts',
          file: 'map.spec.ts',
          specs: [spec('opens', 'expected'), spec('turns', 'flaky', 'TimeoutError: too late')],
          suites: [
            {
              title: 'over another',
              file: 'map.spec.ts',
              specs: [
                spec(
                  'names are apart',
                  'unexpected',
                  'Error: \u001b[2mPullover\u001b[22m and Bag\n\n  12 | x',
                ),
              ],
            },
          ],
        },
      ],
    };
    expect(summarizeWindow(report)).toEqual({
      passed: 1,
      failures: [
        { name: 'outside of any test', reason: ['Error: no display'] },
        { name: 'map.spec.ts › turns', reason: ['TimeoutError: too late'] },
        {
          name: 'map.spec.ts › over another › names are apart',
          reason: ['Error: Pullover and Bag', '  12 | x'],
        },
      ],
    });
  });
});

describe('a runner that has ended', () => {
  it('fails when it ended badly though no test failed, and when nothing ran', async () => {
    const read = (/** @type {number} */ passed) => async () => ({ passed, failures: [] });
    expect(await summarize('Unit', 0, read(3))).toEqual({ passed: 3, failures: [] });
    expect(await summarize('Unit', 134, read(3))).toEqual({
      passed: 3,
      failures: [{ name: 'Unit', reason: ['exit code 134, though no test failed'] }],
    });
    expect(await summarize('Unit', 0, read(0))).toEqual({
      passed: 0,
      failures: [{ name: 'Unit', reason: ['no test was run'] }],
    });
  });

  it('fails when there is no report, or none that can be read', async () => {
    const { failures } = await summarize('Window', 1, async () => summarizeWindow({}));
    expect(failures).toHaveLength(1);
    expect(failures[0]?.name).toBe('Window');
    expect(failures[0]?.reason[0]).toMatch(/^exit code 1 and no report that can be read: /);
  });
});

describe('the end of a run', () => {
  it('is one line when all passed', () => {
    expect(conclusion(7, [])).toBe('7 passed, 0 failed');
  });

  it('names the failures above its last line', () => {
    const failures = [failure('a.test.ts › b', 'Error: c\nd\n    at e'), failure('Lint', '')];
    expect(conclusion(7, failures)).toBe(
      'Failed:\n\n✗ a.test.ts › b\n    Error: c\n    d\n✗ Lint\n    no reason was given\n\n7 passed, 2 failed',
    );
  });
});
