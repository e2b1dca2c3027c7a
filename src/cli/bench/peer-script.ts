import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../../contract/errors';
import { appRoot } from '../../engine/places';
import { childFailure } from './child-failure';

const PYTHON_VARIABLE = 'LATENT_ATELIER_PYTHON';
const PEERS_VARIABLE = 'LATENT_ATELIER_PEERS';

/** A Python, and the script that has a peer do what this program does. */
export interface PeerScript {
  python: string;
  script: string;
}

/**
 * Where the script `file` of the peer `name` is, and a Python that can import `modules`. Throws UserError, in a sentence,
 * when one of them is missing.
 */
export async function findPeer(name: string, file: string, modules: string): Promise<PeerScript> {
  const python = process.env[PYTHON_VARIABLE];
  if (python === undefined) {
    throw new UserError(
      `--peers needs a Python with ${name}: name it in ${PYTHON_VARIABLE} (modules: ${modules}).`,
    );
  }
  const folder = process.env[PEERS_VARIABLE] ?? path.join(appRoot(), '..', 'shared', 'peers');
  const script = path.join(folder, file);
  if (!existsSync(script)) {
    throw new UserError(`There is no file ${script}: name the folder of ${file} in ${PEERS_VARIABLE}.`);
  }
  await promisify(execFile)(python, ['-c', `import ${modules}`]).catch((error: unknown) => {
    throw new UserError(
      `${python} cannot run ${name} (${childFailure(error)}): name a Python with the modules ${modules} in ${PYTHON_VARIABLE}.`,
    );
  });
  return { python, script };
}
