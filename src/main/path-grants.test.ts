import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../contract/errors';
import { PathGrants } from './path-grants';

describe('PathGrants', () => {
  let root: string;
  let runs: string;
  let images: string;
  let secret: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'latent-atelier-grants-')));
    runs = path.join(root, 'profile', 'runs');
    images = path.join(root, 'images');
    secret = path.join(root, 'secret');
    for (const folder of [path.join(runs, 'one'), path.join(images, 'shoes'), secret])
      await mkdir(folder, { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));

  it('refuses what was never chosen, in one sentence', async () => {
    const grants = new PathGrants(runs);
    await expect(grants.check(images)).rejects.toBeInstanceOf(UserError);
    await expect(grants.check(images)).rejects.toThrow(
      `The app may not read ${images} yet: choose it in the dialog or drop it on the window.`,
    );
  });

  it('allows a granted folder and what it holds, but nothing above or beside it', async () => {
    const grants = new PathGrants(runs);
    await grants.grant(images);
    expect(await grants.check(images)).toBe(images);
    expect(await grants.check(`${images}${path.sep}`)).toBe(images);
    expect(await grants.check(path.join(images, 'shoes'))).toBe(path.join(images, 'shoes'));
    await mkdir(`${images}-more`);
    for (const other of [root, `${images}-more`, secret])
      await expect(grants.check(other)).rejects.toBeInstanceOf(UserError);
  });

  it('resolves .. before it compares', async () => {
    const grants = new PathGrants(runs);
    await grants.grant(images);
    const spelled = [images, 'shoes', '..', '..', 'secret'].join(path.sep);
    await expect(grants.check(spelled)).rejects.toBeInstanceOf(UserError);
    expect(await grants.check([secret, '..', 'images'].join(path.sep))).toBe(images);
  });

  it.skipIf(process.platform === 'win32')('follows links before it compares', async () => {
    const grants = new PathGrants(runs);
    await grants.grant(images);
    await symlink(secret, path.join(images, 'way-out'));
    await symlink(secret, path.join(runs, 'way-out'));
    await symlink(images, path.join(root, 'way-in'));
    await expect(grants.check(path.join(images, 'way-out'))).rejects.toBeInstanceOf(UserError);
    await expect(grants.check(path.join(runs, 'way-out'))).rejects.toBeInstanceOf(UserError);
    expect(await grants.check(path.join(root, 'way-in'))).toBe(images);
  });

  it('always allows the runs of the app, and not their folder itself', async () => {
    const grants = new PathGrants(runs);
    expect(await grants.check(path.join(runs, 'one'))).toBe(path.join(runs, 'one'));
    await expect(grants.check(runs)).rejects.toBeInstanceOf(UserError);
  });

  it('says what is wrong with a folder that is gone, a file, and half a path', async () => {
    const grants = new PathGrants(runs);
    const file = path.join(root, 'photo.png');
    await writeFile(file, '');
    await expect(grants.grant(path.join(root, 'gone'))).rejects.toThrow('is not there any more');
    await expect(grants.grant(file)).rejects.toThrow('photo.png is a file');
    await expect(grants.check('images')).rejects.toThrow('is not a whole path');
  });

  it('remembers from one session to the next, the newest first', async () => {
    let kept: string[] = [];
    const grants = new PathGrants(runs, [], (paths) => (kept = paths));
    await grants.grant(secret);
    await grants.grant(images);
    await grants.grant(secret);
    expect(kept).toEqual([secret, images]);
    const later = new PathGrants(runs, kept);
    expect(await later.check(images)).toBe(images);
  });
});
