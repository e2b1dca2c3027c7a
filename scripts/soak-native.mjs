import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { explainFailure, provision, SetupError } from './provision/index.mjs';
import { root } from './run.mjs';

/**
 * `npm run soak:native -- [--runs 500] [--jobs CORES] [--rounds 4] [--seed 0]`: runs the whole engine on tiny data of odd
 * shapes in processes of their own, several side by side, while thousands of signals arrive, and compares what two
 * processes of the same seed computed. A run fails when its process crashes or any number differs. The last line sums
 * up; exit 1 when a run failed.
 */
const built = path.join(root, 'out', 'soak-native');

await explainFailure(async () => {
  const { runs, jobs, rounds, seed } = options();
  await provision({ need: ['tensorflow'] });
  if ((process.exitCode = await build({ quiet: true })) !== 0) return;
  await buildLife();
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort()).once('SIGTERM', () => interrupted.abort());
  /** What the first process of a seed computed. @type {Map<number, string>} */
  const digests = new Map();
  let [next, passed, failed, signals] = [0, 0, 0, 0];

  const work = async () => {
    while (next < runs && !interrupted.signal.aborted) {
      const run = next++;
      // Two processes for each seed.
      const own = seed + (run >> 1);
      const { report, fault } = await live(own, rounds, interrupted.signal);
      if (interrupted.signal.aborted) return;
      const known = report && (digests.get(own) ?? report.digest);
      if (report && known) digests.set(own, known);
      const wrong =
        fault ?? (report?.digest === known ? undefined : 'it computed other numbers than its twin');
      if (wrong === undefined) passed += 1;
      else {
        failed += 1;
        console.error(`run ${run + 1} (seed ${own}) FAILED: ${wrong}`);
      }
      signals += report?.signals ?? 0;
      if ((passed + failed) % 25 === 0)
        console.error(`${passed + failed} of ${runs} runs, ${failed} failed, ${signals} signals`);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: jobs }, work));
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  console.log(
    `${signals} signals in ${minutes} min, ${jobs} processes side by side\n${passed} passed, ${failed} failed`,
  );
  process.exitCode = interrupted.signal.aborted ? 130 : failed > 0 ? 1 : 0;
});

/** The engine with the program that drives it; plain Node runs it. */
async function buildLife() {
  const { build: bundle } = await import('vite');
  const input = { 'native-life': path.join(root, 'src', 'engine', 'testing', 'native-life.ts') };
  await bundle({
    configFile: path.join(root, 'vite.engine.config.ts'),
    logLevel: 'error',
    build: { outDir: built, rolldownOptions: { input } },
  });
}

/**
 * One process from its start to its end.
 * @param {number} seed @param {number} rounds @param {AbortSignal} signal
 * @returns {Promise<{ report?: import('../src/engine/testing/native-life.ts').NativeLifeReport, fault?: string }>}
 */
async function live(seed, rounds, signal) {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-soak-native-'));
  try {
    const { code, output, errors } = await new Promise((resolve, reject) => {
      const life = spawn(
        process.execPath,
        [path.join(built, 'native-life.js'), folder, String(seed), String(rounds)],
        {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, LATENT_ATELIER_HELPERS: path.join(root, 'out', 'engine') },
          signal,
          killSignal: 'SIGKILL',
        },
      );
      let [output, errors] = ['', ''];
      life.stdout.setEncoding('utf8').on('data', (text) => (output += text));
      life.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
      life.on('error', (error) => (signal.aborted ? resolve({ code: null, output, errors }) : reject(error)));
      life.on('close', (exit, ended) => resolve({ code: exit ?? ended, output, errors }));
    });
    if (code === 0) return { report: JSON.parse(output) };
    return { fault: `exit ${code}: ${errors.trim().split('\n').slice(-8).join(' | ')}` };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function options() {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '500' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      rounds: { type: 'string', default: '4' },
      seed: { type: 'string', default: '0' },
    },
  });
  /** @param {keyof typeof values} name @param {number} least */
  const whole = (name, least) => {
    const number = Number(values[name]);
    if (Number.isSafeInteger(number) && number >= least) return number;
    throw new SetupError(`--${name} must be a whole number, ${least} or more, not ${values[name]}.`);
  };
  return {
    runs: whole('runs', 1),
    jobs: whole('jobs', 1),
    rounds: whole('rounds', 1),
    seed: whole('seed', 0),
  };
}
