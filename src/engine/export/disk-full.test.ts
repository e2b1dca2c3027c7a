import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { UserError } from '../../contract/errors';
import type { Embedding } from '../../contract/space';
import type { FileSystem } from '../runs/file-system';
import { failingDisk } from '../testing/failing-disk';
import { writeImageGrid } from './image-grid';
import { writeEmbedding } from './write-embedding';

/** What is written to, in the place of the real disk. */
const under = vi.hoisted((): { fs: FileSystem | null } => ({ fs: null }));
vi.mock('../runs/file-system', async (original) => {
  const { disk } = await original<typeof import('../runs/file-system')>();
  return {
    get disk() {
      return under.fs ?? disk;
    },
  };
});

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-full-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const n = 300;
const embedding: Embedding = {
  n,
  latent: 2,
  side: 16,
  channels: 1,
  mu: Float32Array.from({ length: n * 2 }, (_, i) => i / 3),
  logvar: new Float32Array(n * 2),
  bce: new Float32Array(n),
  kl: new Float32Array(n),
  labels: new Int32Array(n),
  isTest: new Uint8Array(n),
  labelNames: ['one'],
  files: [],
  pixels: new Uint8Array(n * 256),
};
const origin = { data: 'squares', run: null, runFolder: null, map: null, mapConfig: null };
const table = (format: 'csv' | 'npy' | 'parquet' | 'projector') => (target: string) =>
  writeEmbedding(target, embedding, origin, { format });

it.each([
  ['a.csv', table('csv')],
  ['a.npy', table('npy')],
  ['a.parquet', table('parquet')],
  ['a.tsv', table('projector')],
  ['a.png', (target: string) => writeImageGrid(target, embedding, [0, 1, 2], 'originals', null)],
] as const)('says that the disk is full and leaves no half of %s, at whatever call', async (name, write) => {
  const folder = await mkdtemp(path.join(root, 'whole-'));
  const good = failingDisk('ENOSPC', () => false);
  under.fs = good.fs;
  const { files } = await write(path.join(folder, name));
  const whole = new Map<string, Buffer>();
  for (const file of files) whole.set(path.basename(file), await readFile(file));
  expect(good.calls).toContain('write');
  let refused = 0;
  for (let call = 0; call < good.calls.length; call++) {
    const into = await mkdtemp(path.join(root, 'full-'));
    under.fs = failingDisk('ENOSPC', (now) => now === call).fs;
    const error: unknown = await write(path.join(into, name)).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (error !== null) {
      refused++;
      expect(error).toBeInstanceOf(UserError);
      expect(error instanceof UserError ? error.message : '').toMatch(
        /The disk is full: .* was not written; make room and try again\.$/,
      );
    }
    for (const left of await readdir(into)) {
      expect(whole.has(left), `${left}, after ${good.calls[call]}`).toBe(true);
      // A description says when it was written.
      if (left.endsWith('.json')) JSON.parse(await readFile(path.join(into, left), 'utf8'));
      else if (!left.endsWith('.parquet'))
        expect(await readFile(path.join(into, left))).toEqual(whole.get(left));
      else expect((await readFile(path.join(into, left))).subarray(-4).toString()).toBe('PAR1');
    }
  }
  under.fs = null;
  expect(refused).toBeGreaterThan(3);
});
