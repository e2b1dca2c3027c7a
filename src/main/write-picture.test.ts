import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UserError } from '../contract/errors';
import { writePicture } from './write-picture';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'write-picture-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('takes the place of an older picture and leaves nothing else behind', async () => {
  const file = path.join(folder, 'map.png');
  await writeFile(file, 'old');
  expect(await writePicture(file, new Uint8Array([1, 2, 3]))).toBe(3);
  expect([...(await readFile(file))]).toEqual([1, 2, 3]);
  expect(await readdir(folder)).toEqual(['map.png']);
});

it('says in a sentence that a place cannot be written to', async () => {
  const file = path.join(folder, 'missing', 'map.png');
  const failed = writePicture(file, new Uint8Array([1]));
  await expect(failed).rejects.toBeInstanceOf(UserError);
  await expect(failed).rejects.toThrow(/choose a folder/);
});
