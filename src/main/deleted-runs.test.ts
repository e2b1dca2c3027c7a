import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UserError } from '../contract/errors';
import { DeletedRuns } from './deleted-runs';

let root: string;
let runs: string;
let bin: DeletedRuns;

async function makeRun(name: string, text: string): Promise<string> {
  const folder = path.join(runs, name);
  await mkdir(path.join(folder, 'checkpoints'), { recursive: true });
  await writeFile(path.join(folder, 'run.json'), text);
  return folder;
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'latent-atelier-deleted-'));
  runs = path.join(root, 'runs');
  bin = new DeletedRuns(runs, path.join(root, 'deleted'));
});
afterEach(() => rm(root, { recursive: true }));

it('takes a deleted run back as it was', async () => {
  const name = await bin.put(await makeRun('moths', 'first'));
  expect(await readdir(runs)).toEqual([]);
  expect((await bin.folders()).map((folder) => path.basename(folder))).toEqual(['moths']);
  const back = await bin.takeBack(name);
  expect(back).toBe(path.join(runs, 'moths'));
  expect(await readFile(path.join(back, 'run.json'), 'utf8')).toBe('first');
  expect(await bin.folders()).toEqual([]);
});

it('keeps two of the same name apart, deleted and taken back', async () => {
  const first = await bin.put(await makeRun('moths', 'first'));
  const second = await bin.put(await makeRun('moths', 'second'));
  expect(second).not.toBe(first);
  await makeRun('moths', 'third');
  const back = await bin.takeBack(second);
  expect(await readFile(path.join(back, 'run.json'), 'utf8')).toBe('second');
  expect(await readFile(path.join(runs, 'moths', 'run.json'), 'utf8')).toBe('third');
});

it('deletes nothing that is not directly among the app’s own runs', async () => {
  const elsewhere = path.join(root, 'elsewhere');
  await mkdir(elsewhere);
  const inside = path.join(await makeRun('moths', 'first'), 'checkpoints');
  for (const folder of [elsewhere, inside, runs, path.join(runs, '..', 'elsewhere')])
    await expect(bin.put(folder)).rejects.toBeInstanceOf(UserError);
  expect(await readdir(elsewhere)).toEqual([]);
});

it('takes back nothing by a name that leads elsewhere', async () => {
  await makeRun('moths', 'first');
  for (const name of ['moths', '../runs/moths', '..', ''])
    await expect(bin.takeBack(name)).rejects.toBeInstanceOf(UserError);
});

it('removes them for good when asked', async () => {
  await bin.put(await makeRun('a', ''));
  await bin.put(await makeRun('b', ''));
  await expect(bin.removeAll()).resolves.toBe(2);
  expect(await bin.folders()).toEqual([]);
  await expect(bin.removeAll()).resolves.toBe(0);
});
