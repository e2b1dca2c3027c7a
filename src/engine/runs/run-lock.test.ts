import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import { withProcess } from '../testing/with-process';
import { LOCK_FILE, RunLock } from './run-lock';
import { ownMark } from './running-process';

let root = '';
const roots: string[] = [];
const lockFile = (): string => path.join(root, LOCK_FILE);
const leave = (holder: object): Promise<void> =>
  writeFile(lockFile(), JSON.stringify({ since: '2026-11-21T00:00:00Z', host: hostname(), ...holder }));

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-lock-'));
  roots.push(root);
});
afterAll(() => Promise.all(roots.map((each) => rm(each, { recursive: true, force: true }))));

describe('the lock of a run', () => {
  it('is held by one, says by whom, and is free again once it is given back', async () => {
    const lock = await RunLock.take(root);
    const again = RunLock.take(root);
    await expect(again).rejects.toBeInstanceOf(UserError);
    await expect(again).rejects.toThrow(
      new RegExp(`^The run .* is being trained by another process \\(${process.pid}\\)`),
    );
    await lock.release();
    expect(await readdir(root)).toEqual([]);
    await (await RunLock.take(root)).release();
  });

  it('goes to one of many that ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => RunLock.take(root)));
    const taken = asked.filter((each) => each.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    await taken[0]!.value.release();
    expect(await readdir(root)).toEqual([]);
  });

  it('stays with another process while that lives, and is taken over when it has gone', async () => {
    await withProcess(async (pid) => {
      await leave({ pid, started: null });
      await expect(RunLock.take(root)).rejects.toThrow(`another process (${pid})`);
    });
    const lock = await RunLock.take(root);
    expect(await readFile(lockFile(), 'utf8')).toContain(`"pid": ${process.pid}`);
    await lock.release();
  });

  it('is left over when its number belongs to a process that began at another time', async () => {
    await leave({ ...ownMark() });
    // Ours, but this process has not taken it.
    await (await RunLock.take(root)).release();
    if (ownMark().started === null) return;
    await withProcess(async (pid) => {
      await leave({ pid, started: 'another time' });
      await (await RunLock.take(root)).release();
    });
  });

  it('of another computer cannot be judged, and the sentence says what to do', async () => {
    await leave({ pid: 1, started: null, host: 'elsewhere' });
    await expect(RunLock.take(root)).rejects.toThrow(/on the computer elsewhere .*delete training\.lock/);
  });

  it.each(['', '{"pid": 1', '[]'])('that holds %j is nobody’s', async (text) => {
    await writeFile(lockFile(), text);
    await (await RunLock.take(root)).release();
  });

  it('leaves a lock alone that someone else has put in its place', async () => {
    const lock = await RunLock.take(root);
    await leave({ pid: 1, started: null, host: 'elsewhere' });
    await lock.release();
    expect(await readdir(root)).toEqual([LOCK_FILE]);
  });
});
