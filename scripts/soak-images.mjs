import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { explainFailure, provision, SetupError } from './provision/index.mjs';
import { root } from './run.mjs';

/**
 * `npm run soak:images -- [--mutants 500] [--seed 0]`: spoils images of every format at random, has the app's own
 * decoders read them, unspoilt ones between them, and tells what became of each. The last line sums up; exit 1 when one
 * was lost, ended or hung a decoder, or cost an unspoilt file.
 */
await explainFailure(async () => {
  const { values } = parseArgs({
    options: { mutants: { type: 'string', default: '500' }, seed: { type: 'string', default: '0' } },
  });
  const [mutants, seed] = [Number(values.mutants), Number(values.seed)];
  if (!Number.isSafeInteger(mutants) || mutants < 1 || !Number.isSafeInteger(seed)) {
    throw new SetupError('--mutants and --seed must be whole numbers, --mutants 1 or more.');
  }
  await provision({ need: ['tensorflow'] });
  if ((process.exitCode = await build({ quiet: true })) !== 0) return;
  process.env['LATENT_ATELIER_HELPERS'] = path.join(root, 'out', 'engine');
  const { runnerImport } = await import('vite');
  /** @type {{ module: typeof import('../src/engine/testing/image-mutants.ts') }} */
  const { module } = await runnerImport(path.join(root, 'src', 'engine', 'testing', 'image-mutants.ts'));
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-soak-images-'));
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  try {
    // Unspoilt files are among those that are asked for: every eighth.
    const asked = Math.ceil((mutants * 8) / 7);
    const tally = await module.decodeMutants({ folder, mutants: asked, seed, signal: interrupted.signal });
    for (const [reason, n] of [...tally.reasons].sort((a, b) => b[1] - a[1]))
      console.error(`${String(n).padStart(6)}  ${reason}`);
    const bad = tally.lost + tally.innocent + tally.ended + tally.hung;
    console.log(
      `${tally.mutants} mutants: ${tally.read} read, ${tally.refused} named with a reason; ${tally.ended} crashes, ${tally.hung} hangs, ${tally.lost} lost, ${tally.innocent} unspoilt files refused`,
    );
    process.exitCode = bad > 0 ? 1 : 0;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    process.exitCode = 130;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
