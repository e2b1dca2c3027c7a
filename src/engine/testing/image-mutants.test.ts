import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMutants } from './image-mutants';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-mutants-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('spoilt images', () => {
  it('are read or named with a reason, and unspoilt ones between them are read', async () => {
    const signal = new AbortController().signal;
    const tally = await decodeMutants({ folder, mutants: 160, seed: 7, signal });
    expect(tally).toMatchObject({ mutants: 140, lost: 0, innocent: 0, ended: 0, hung: 0 });
    expect(tally.read + tally.refused).toBe(140);
    expect(tally.refused).toBeGreaterThan(60);
  });
});
