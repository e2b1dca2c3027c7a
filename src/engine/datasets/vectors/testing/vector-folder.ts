import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeNpy } from '../../../../core/formats/npy';
import { createEngine } from '../../../engine';

/** `[6, 3]`. */
export const vectors = Float32Array.from({ length: 18 }, (_, i) => Math.fround(Math.sin(i * 7) * 3));
export const npy = writeNpy({ shape: [6, 3], data: vectors });
export const words = ['a', 'b', 'a', 'c', 'b', 'a'];
export const lines = (values: readonly unknown[]): string =>
  values.map((value) => `${String(value)}\n`).join('');

/** A folder of a test file's own and an engine to open what is in it; `close` ends both. */
export function vectorFolder() {
  const root = mkdtempSync(path.join(tmpdir(), 'atelier-pairs-'));
  const engine = createEngine({ emit: () => undefined });
  const close = async (): Promise<void> => {
    await engine.shutdown();
    await rm(root, { recursive: true, force: true });
  };
  const at = (name: string): string => path.join(root, name);
  const write = async (files: Record<string, string | Uint8Array>): Promise<string[]> => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(at(name)), { recursive: true });
      await writeFile(at(name), content);
    }
    return Object.keys(files).map(at);
  };
  const open = (name: string, labels: string[] = []) =>
    engine.call('space.import', { path: at(name), labels: labels.map(at) });
  const labelsOf = async (name: string, labels: string[] = []) => {
    const { embedding, missing } = await open(name, labels);
    return {
      labels: Array.from(embedding.labels, (label) => embedding.labelNames[label] ?? ''),
      mu: [...embedding.mu],
      missing: missing.join(' '),
    };
  };
  return { root, engine, at, write, open, labelsOf, close };
}
