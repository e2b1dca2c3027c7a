import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { build } from './build.mjs';
import { explainFailure, provision } from './provision/index.mjs';
import { root, run } from './run.mjs';

/**
 * Sets up what is missing, builds what has changed, and runs the command line to its end; the exit code is its own.
 *
 * @param {string[]} args
 * @param {{ need?: NonNullable<Parameters<typeof provision>[0]>['need'], env?: () => NodeJS.ProcessEnv }} [options]
 *   `need`: besides TensorFlow and Fashion-MNIST; `env`: asked for once all is in place
 */
export async function runCli(args, { need = [], env = () => process.env } = {}) {
  await explainFailure(async () => {
    await provision({ need: ['tensorflow', 'fashion-mnist', ...need] });
    process.exitCode = await build({ quiet: true });
    if (process.exitCode !== 0) return;
    const program = path.join(root, 'out', 'engine', 'cli.js');
    process.exitCode = await run(process.execPath, [program, ...args], {
      env: { ...env(), LATENT_ATELIER_STDERR: process.stderr.isTTY ? 'terminal' : 'pipe' },
      filterStderr: await notices(),
      mayHearTwice: true,
    });
  });
}

/** Drops what TensorFlow says of itself in the command's processes; nothing silences it there. */
async function notices() {
  /** @type {typeof import('../src/core/terminal/tensorflow-notices.ts')} */
  const { TensorFlowNotices } = await import(
    pathToFileURL(path.join(root, 'out', 'engine', 'tensorflow-notices.js')).href
  );
  /** @param {AsyncIterable<Uint8Array>} stderr */
  return async function* (stderr) {
    const filter = new TensorFlowNotices();
    for await (const chunk of stderr) yield filter.push(chunk);
    yield filter.end();
  };
}

/** `npm run -s cli -- <command>`: the engine from a terminal. Standard output belongs to the command alone. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runCli(process.argv.slice(2));
