import path from 'node:path';
import { z } from 'zod';
import { LIMITS, readPlainText } from '../files/plain-file';
import { appRoot } from './places';
import { loadTensorFlow } from './tensorflow/load';

const manifest = z.object({ version: z.string() });

/** Versions of what a run's figures depend on. */
export async function versions(): Promise<Record<string, string>> {
  const text = await readPlainText(path.join(appRoot(), 'package.json'), LIMITS.description);
  return {
    'latent-atelier': manifest.parse(JSON.parse(text)).version,
    tensorflow: (await loadTensorFlow()).version,
    node: process.versions.node,
    ...('electron' in process.versions ? { electron: process.versions.electron } : {}),
  };
}
