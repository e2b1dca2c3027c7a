import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { UserError } from '../../contract/errors';
import { appRoot, fashionMnistFolder } from '../../engine/places';
import { childFailure } from './child-failure';
import type { Contestant } from './contestant';

const PYTHON_VARIABLE = 'LATENT_ATELIER_PYTHON';
const PEERS_VARIABLE = 'LATENT_ATELIER_PEERS';
const SCRIPT = 'torch_vae.py';
const PACKAGES = 'torch, numpy, safetensors';

const run = promisify(execFile);
/** `best`: images per second in the faster of its two memory layouts. */
const printed = z.object({ torch: z.string(), best: z.number() });

/** Where PyTorch and its script are. Throws UserError, in a sentence, when one of them is missing. */
export async function findPyTorch(): Promise<{ python: string; script: string }> {
  const python = process.env[PYTHON_VARIABLE];
  if (python === undefined) {
    throw new UserError(
      `--peers needs a Python with PyTorch: name it in ${PYTHON_VARIABLE} (packages: ${PACKAGES}).`,
    );
  }
  const folder = process.env[PEERS_VARIABLE] ?? path.join(appRoot(), '..', 'shared', 'peers');
  const script = path.join(folder, SCRIPT);
  if (!existsSync(script)) {
    throw new UserError(`There is no file ${script}: name the folder of ${SCRIPT} in ${PEERS_VARIABLE}.`);
  }
  await run(python, ['-c', `import ${PACKAGES}`]).catch((error: unknown) => {
    throw new UserError(
      `${python} cannot run PyTorch (${childFailure(error)}): name a Python with ${PACKAGES} in ${PYTHON_VARIABLE}.`,
    );
  });
  return { python, script };
}

/** Calls `work` with PyTorch as a contestant, whose copy of the data is removed afterwards. */
export async function withPyTorch<T>(
  { python, script }: { python: string; script: string },
  work: (contestant: Contestant) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latent-atelier-bench-'));
  try {
    await compressData(folder);
    return await work({
      name: 'PyTorch',
      round: async (steps, signal) => {
        const argv = [script, 'speed', '--data', folder, '--steps', String(steps)];
        const { stdout } = await run(python, argv, { signal }).catch((error: unknown) => {
          signal.throwIfAborted();
          throw new Error(`PyTorch's ${SCRIPT} failed: ${childFailure(error)}`);
        });
        const { torch, best } = printed.parse(JSON.parse(stdout));
        return { version: torch, imagesPerSecond: best };
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The script reads Fashion-MNIST as it is published, in .gz files. */
async function compressData(to: string): Promise<void> {
  const from = fashionMnistFolder();
  for (const name of (await readdir(from)).filter((file) => file.endsWith('-ubyte'))) {
    const packed = await promisify(gzip)(await readFile(path.join(from, name)), { level: 1 });
    await writeFile(path.join(to, `${name}.gz`), packed);
  }
}
