import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../contract/errors';
import { LIMITS, readPlain, readPlainStart, readPlainText, readPlainTextNow } from './plain-file';

let root = '';
const at = (name: string): string => path.join(root, name);
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-plain-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** How both ways of reading refuse it. */
async function refusals(file: string, limit: number = LIMITS.description): Promise<unknown[]> {
  const later: unknown = await readPlainText(file, limit).catch((error: unknown) => error);
  try {
    return [later, readPlainTextNow(file, limit)];
  } catch (error) {
    return [later, error];
  }
}

describe('the door for what others wrote', () => {
  it('reads regular files, links to them too, to the last byte and no more', async () => {
    await writeFile(at('a.txt'), 'Größe');
    await symlink(at('a.txt'), at('link.txt'));
    await writeFile(at('empty'), '');
    for (const name of ['a.txt', 'link.txt']) {
      expect(await readPlainText(at(name), 7)).toBe('Größe');
      expect(readPlainTextNow(at(name), 7)).toBe('Größe');
    }
    expect(await readPlain(at('empty'), 0)).toEqual(new Uint8Array());
    expect(await readPlainStart(at('a.txt'), 2)).toEqual(Uint8Array.of(0x47, 0x72));
    expect(await readPlainStart(at('a.txt'), 99)).toHaveLength(7);
  });

  it.skipIf(process.platform === 'win32')(
    'waits for no pipe, and begins with nothing that has no end',
    async () => {
      execFileSync('mkfifo', [at('pipe')]);
      await symlink('/dev/zero', at('zero'));
      await mkdir(at('folder'));
      for (const name of ['pipe', 'zero', 'folder'])
        for (const error of await refusals(at(name))) {
          expect(error).toBeInstanceOf(UserError);
          expect(String(error)).toMatch(/is a (pipe, a socket or a device|folder): name a file/);
        }
    },
  );

  it('says of what is too large both sizes, without having read it', async () => {
    await writeFile(at('large'), '');
    await truncate(at('large'), 40 * 2 ** 30);
    for (const error of await refusals(at('large')))
      expect(String(error)).toMatch(/has 40\.0 GiB, and at most 16 MiB are read of such a file/);
  });

  it('leaves the system’s own errors as they are', async () => {
    for (const error of await refusals(at('none'))) expect(error).toHaveProperty('code', 'ENOENT');
  });
});
