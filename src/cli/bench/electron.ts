import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { UserError } from '../../contract/errors';
import { helperFile } from '../../engine/places';
import { childFailure } from './child-failure';
import type { Contestant } from './contestant';
import { speed } from './figures';

const ELECTRON_VARIABLE = 'LATENT_ATELIER_ELECTRON';

const printed = z.object({
  versions: z.object({ electron: z.string() }),
  training: z.object({ node: speed }),
});

/**
 * This command line in Electron's Node, where the app's engine runs; null when no Electron is named. Throws UserError
 * when the one that is named is not there.
 */
export function electronContestant(): Contestant | null {
  const { [ELECTRON_VARIABLE]: electron, ...env } = process.env;
  if (electron === undefined) return null;
  if (!existsSync(electron)) {
    throw new UserError(`There is no file ${electron}: name Electron's program in ${ELECTRON_VARIABLE}.`);
  }
  return {
    name: 'Electron',
    round: async (steps, signal) => {
      const argv = [helperFile('cli.js'), 'bench', '--training-only', '--rounds', '1', '--json', '--steps'];
      const { stdout } = await promisify(execFile)(electron, [...argv, String(steps)], {
        env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
        signal,
      }).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new Error(`The benchmark in Electron failed: ${childFailure(error)}`);
      });
      const { versions, training } = printed.parse(JSON.parse(stdout));
      return { version: versions.electron, imagesPerSecond: training.node.imagesPerSecond };
    },
  };
}
