import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { UserError } from '../../contract/errors';
import { appRoot, helperFile } from '../../engine/places';
import { childFailure } from './child-failure';
import type { Contestant } from './contestant';
import { speed } from './figures';

const ELECTRON_VARIABLE = 'LATENT_ATELIER_ELECTRON';
/** Switches that Electron needs on this machine, parted by spaces. */
const SWITCHES_VARIABLE = 'LATENT_ATELIER_ELECTRON_SWITCHES';

const printed = z.object({
  versions: z.object({ electron: z.string() }),
  training: z.object({ node: speed }),
});

/**
 * This command line in a utility process of Electron's, as the app runs its engine; null when no Electron is named.
 * Throws UserError when the one that is named is not there.
 */
export function electronContestant(): Contestant | null {
  const { [ELECTRON_VARIABLE]: electron, [SWITCHES_VARIABLE]: switches = '', ...env } = process.env;
  if (electron === undefined) return null;
  if (!existsSync(electron)) {
    throw new UserError(`There is no file ${electron}: name Electron's program in ${ELECTRON_VARIABLE}.`);
  }
  return {
    name: 'Electron',
    round: async (steps, signal) => {
      const host = path.join(appRoot(), 'scripts', 'bench', 'utility-host.mjs');
      // No window is opened, so none is needed.
      const platform = process.platform === 'linux' ? ['--ozone-platform=headless'] : [];
      const argv = [...platform, ...switches.split(' ').filter(Boolean), host];
      argv.push(helperFile('cli.js'), 'bench', '--training-only', '--rounds', '1', '--json');
      const { stdout } = await promisify(execFile)(electron, [...argv, '--steps', String(steps)], {
        env,
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
