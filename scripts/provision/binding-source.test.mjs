import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeSource } from './binding-source.mjs';
import { packageFolder } from './paths.mjs';

const sources = path.join(packageFolder('@tensorflow/tfjs-node'), 'binding');
let folder = '';
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'atelier-binding-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

it('changes four places of the binding and nothing else', async () => {
  const [changed = ''] = await writeSource(sources, folder);
  const [before, after] = await Promise.all(
    [path.join(sources, 'tfjs_backend.cc'), changed].map(async (file) =>
      (await readFile(file, 'utf8')).split('\n'),
    ),
  );
  const added = after?.filter((line) => !before?.includes(line)).map((line) => line.trim());
  expect(added).toEqual([
    'delete[] tags_ptrs[i];',
    'delete[] output_op_name_array[i];',
    'delete[] input_op_name_array[i];',
  ]);
  expect(before?.length).toBe((after?.length ?? 0) + 1);
});

it('refuses sources that it was not written for', async () => {
  await writeFile(path.join(folder, 'tfjs_backend.cc'), 'another');
  await expect(writeSource(folder, folder)).rejects.toThrow(/is not the one that the changes/);
});
