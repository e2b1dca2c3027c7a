import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-make-folder-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('makeFolder', () => {
  it('makes those above it, and leaves what is there', async () => {
    const deep = path.join(root, 'a', 'b', 'c');
    await makeFolder(deep);
    await writeFile(path.join(deep, 'kept'), '');
    await makeFolder(deep);
    expect(await readdir(deep)).toEqual(['kept']);
  });

  it('says what the system says where a file is in the way', async () => {
    await writeFile(path.join(root, 'file'), '');
    await expect(makeFolder(path.join(root, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makeFolder(path.join(root, 'file', 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.runIf(process.platform === 'linux')('comes back from where nothing can be made', async () => {
    await expect(makeFolder('/proc/no/such')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
