import { expect, it } from 'vitest';
import { soakTable, tallyRounds } from './soak-table.mjs';

/** @param {number} passed @param {number} seconds @param {[string, string][]} failures */
const suite = (passed, seconds, ...failures) => ({
  passed,
  seconds,
  failures: failures.map(([name, reason]) => ({ name, reason: [reason, 'more'] })),
});

const rounds = [
  { unit: suite(9, 300.4, ['a', 'late']), window: suite(4, 240) },
  {
    unit: suite(8, 310, ['b', 'wrong'], ['a', 'gone']),
    window: suite(3, 250, ['b', 'wrong'], ['a', 'late']),
  },
  { unit: suite(10, 290), window: suite(4, 241) },
];

it('counts how often each test failed, with every reason once', () => {
  expect(tallyRounds(rounds)).toEqual([
    { name: 'a', times: 3, reasons: ['late', 'gone'] },
    { name: 'b', times: 2, reasons: ['wrong'] },
  ]);
});

it('prints a line for each round and each failure', () => {
  expect(soakTable(rounds, tallyRounds(rounds), 4).split('\n')).toEqual([
    'round | unit: passed  failed       s | window: passed  failed       s',
    '    1 |            9       1     300 |              4       0     240',
    '    2 |            8       2     310 |              3       2     250',
    '    3 |           10       0     290 |              4       0     241',
    '3 of 3  a',
    '        late',
    '        gone',
    '2 of 3  b',
    '        wrong',
    '1 of 3 rounds passed beside 4 busy processes.',
  ]);
});
