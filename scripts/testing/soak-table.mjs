/**
 * @typedef {import('./suites.mjs').SuiteResult} SuiteResult
 * @typedef {{ unit: SuiteResult, window: SuiteResult }} Round
 *
 * @typedef {object} Repeated a test that failed
 * @property {string} name
 * @property {number} times
 * @property {string[]} reasons the different first lines
 */

/**
 * What failed in any of `rounds`, the most frequent first.
 *
 * @param {readonly Round[]} rounds
 * @returns {Repeated[]}
 */
export function tallyRounds(rounds) {
  /** @type {Map<string, Repeated>} */
  const byName = new Map();
  for (const { name, reason } of rounds.flatMap(({ unit, window }) => [
    ...unit.failures,
    ...window.failures,
  ])) {
    const known = byName.get(name) ?? { name, times: 0, reasons: [] };
    byName.set(name, known);
    known.times += 1;
    const first = reason[0] ?? '';
    if (!known.reasons.includes(first)) known.reasons.push(first);
  }
  return [...byName.values()].sort((a, b) => b.times - a.times);
}

/**
 * The rounds with their times, then each failure with how often it came and why.
 *
 * @param {readonly Round[]} rounds
 * @param {readonly Repeated[]} tally
 * @param {number} load busy processes beside the tests
 */
export function soakTable(rounds, tally, load) {
  const lines = ['round | unit: passed  failed       s | window: passed  failed       s'];
  rounds.forEach(({ unit, window }, i) => {
    const cells = [unit, window].map(
      ({ passed, failures, seconds }, column) =>
        String(passed).padStart(column === 0 ? 12 : 14) +
        String(failures.length).padStart(8) +
        seconds.toFixed(0).padStart(8),
    );
    lines.push(`${String(i + 1).padStart(5)} | ${cells.join(' | ')}`);
  });
  for (const { name, times, reasons } of tally) {
    lines.push(`${times} of ${rounds.length}  ${name}`, ...reasons.map((reason) => `        ${reason}`));
  }
  const green = rounds.filter(({ unit, window }) => unit.failures.length + window.failures.length === 0);
  lines.push(`${green.length} of ${rounds.length} rounds passed beside ${load} busy processes.`);
  return lines.join('\n');
}
