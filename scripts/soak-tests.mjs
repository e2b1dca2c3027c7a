import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { explainFailure, provision, SetupError } from './provision/index.mjs';
import { root } from './run.mjs';

/**
 * `npm run soak:tests -- [--rounds 3] [--load 0]`: runs the unit and the window suite `rounds` times, one after the
 * other, beside `load` processes that do nothing but compute. Prints what failed how often and why, and how long each
 * round took; the same as JSON in `out/soak-tests.json`. Exit 1 when anything failed.
 */
await explainFailure(async () => {
  const { rounds, load } = options();
  await provision({ virtualDisplay: true });
  if ((process.exitCode = await build({ quiet: true })) !== 0) return;
  const { clearReports, runUnitSuite, runWindowSuite } = await import('./testing/suites.mjs');
  const { soakTable, tallyRounds } = await import('./testing/soak-table.mjs');
  await clearReports();

  let interrupted = false;
  process.once('SIGINT', () => (interrupted = true)).once('SIGTERM', () => (interrupted = true));
  /** @type {import('./testing/soak-table.mjs').Round[]} */
  const results = [];
  const stopLoad = startLoad(load);
  try {
    for (let round = 1; round <= rounds && !interrupted; round++) {
      console.log(`\n— Round ${round} of ${rounds}`);
      const unit = await runUnitSuite();
      if (interrupted) break;
      const window = await runWindowSuite();
      if (!interrupted) results.push({ unit, window });
    }
  } finally {
    stopLoad();
  }

  const tally = tallyRounds(results);
  await mkdir(path.join(root, 'out'), { recursive: true });
  const report = { load, asked: rounds, rounds: results, failed: tally };
  await writeFile(path.join(root, 'out', 'soak-tests.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${soakTable(results, tally, load)}`);
  if (interrupted) console.log(`Interrupted after ${results.length} of ${rounds} rounds.`);
  process.exitCode = interrupted ? 130 : tally.length > 0 ? 1 : 0;
});

/**
 * Processes that compute without end. Each ends by itself when its standard input closes, as it does however we end.
 *
 * @param {number} count
 * @returns {() => void} ends them
 */
function startLoad(count) {
  const loop =
    "process.stdin.resume().on('end', () => process.exit()).on('error', () => process.exit());" +
    'const spin = () => { const end = Date.now() + 50; while (Date.now() < end); setImmediate(spin); }; spin();';
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, ['--eval', loop], { stdio: ['pipe', 'ignore', 'inherit'] }),
  );
  for (const child of children) child.stdin.on('error', () => undefined);
  return () => children.forEach((child) => child.kill('SIGKILL'));
}

function options() {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '3' }, load: { type: 'string', default: '0' } },
  });
  const [rounds, load] = [Number(values.rounds), Number(values.load)];
  if (!Number.isSafeInteger(rounds) || rounds < 1 || !Number.isSafeInteger(load) || load < 0) {
    throw new SetupError('--rounds must be a whole number, 1 or more, and --load one that is 0 or more.');
  }
  return { rounds, load };
}
