import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { fashionMnistFolder } from '../../engine/places';
import { childFailure } from './child-failure';
import type { Contestant } from './contestant';
import { findPeer, type PeerScript } from './peer-script';

const SCRIPT = 'torch_vae.py';

const run = promisify(execFile);
/** `best`: images per second in the faster of its two memory layouts. */
const printed = z.object({ torch: z.string(), best: z.number() });

/** Where PyTorch is. Throws as `findPeer`. */
export function findPyTorch(): Promise<PeerScript> {
  return findPeer('PyTorch', SCRIPT, 'torch, numpy, safetensors');
}

/** Calls `work` with PyTorch as a contestant, whose copy of the data is removed afterwards. */
export async function withPyTorch<T>(
  { python, script }: PeerScript,
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
