import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { explainFailure, provision, SetupError } from './provision/index.mjs';
import { root } from './run.mjs';

/**
 * `node scripts/soak-kill.mjs [--kills 100] [--seed 0] [--cli out/engine/cli.js]`: trains small runs for real, kills
 * them (SIGKILL) at random moments, while they start, train, save and rotate, and checks after each kill that nothing older
 * than the newest checkpoint is left, that training goes on from it, and that the run ends byte for byte as one never
 * interrupted. The last line sums up; exit 1 when anything failed, and then what is left of it is kept. About 2 s a
 * kill. `--cli`: another build than that of these sources.
 */
await explainFailure(async () => {
  const { kills, seed, cli } = options();
  await provision({ need: ['tensorflow', 'fashion-mnist'] });
  if (cli === undefined && (process.exitCode = await build({ quiet: true })) !== 0) return;
  const { runnerImport } = await import('vite');
  /** @type {{ module: typeof import('../src/engine/testing/kill-soak.ts') }} */
  const { module } = await runnerImport(path.join(root, 'src', 'engine', 'testing', 'kill-soak.ts'));

  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-soak-'));
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  let failed = 0;
  try {
    const tally = await module.soak({
      cli: path.resolve(cli ?? path.join(root, 'out', 'engine', 'cli.js')),
      folder,
      kills,
      seed,
      moments: ['start', 'training', 'saving', 'rotating'],
      epochs: 24,
      signal: interrupted.signal,
      onLife: tell,
    });
    failed = tally.failed;
    console.log(
      [
        `kills                         ${tally.kills}`,
        `  before the first checkpoint ${tally.beforeFirst}`,
        `  that cut a save short       ${tally.inSave}`,
        `  that left older checkpoints ${tally.inRotation}`,
        `unreadable runs               ${tally.unreadable}`,
        `steps lost at most            ${tally.stepsLost} (checkpoint interval ${tally.stepsPerEpoch})`,
        `runs trained to their end     ${tally.finished}, ${tally.identical} of them identical to one never interrupted`,
        ...(failed > 0 ? [`What failed is kept in ${folder}.`] : []),
        `${tally.passed} passed, ${failed} failed`,
      ].join('\n'),
    );
    process.exitCode = failed > 0 ? 1 : 0;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = 130;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    if (failed === 0) await rm(folder, { recursive: true, force: true });
  }
});

/** @param {import('../src/engine/testing/kill-soak.ts').LifeReport} life */
function tell({ moment, code, step, inSave, inRotation, faults }) {
  const end = code === null ? `killed (${moment})` : `ended with exit ${code}`;
  const left = step === null ? 'no checkpoint yet' : `checkpoint ${step}`;
  console.error(`${end}, ${left}${inSave ? ', in a save' : inRotation ? ', older ones still there' : ''}`);
  for (const fault of faults) console.error(`  FAILED: ${fault}`);
}

function options() {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: '0' },
      cli: { type: 'string' },
    },
  });
  /** @param {'kills' | 'seed'} name @param {number} least */
  const whole = (name, least) => {
    const number = Number(values[name]);
    if (Number.isSafeInteger(number) && number >= least) return number;
    throw new SetupError(`--${name} must be a whole number, ${least} or more, not ${values[name]}.`);
  };
  return { kills: whole('kills', 1), seed: whole('seed', 0), cli: values.cli };
}
