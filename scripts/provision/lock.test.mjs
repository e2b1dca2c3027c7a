import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from './lock.mjs';

/** @type {string} */
let folder;
/** @type {string} */
let file;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  file = join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true }));

test('one after the other', async () => {
  /** @type {string[]} */
  const order = [];
  const first = await takeLock(file, () => expect.unreachable());
  const waiting = takeLock(file, (pid) => order.push(`waits for ${pid}`)).then((second) => {
    order.push('second');
    second.release();
  });
  await expect.poll(() => order).toEqual([`waits for ${process.pid}`]);
  order.push('first done');
  first.release();
  await waiting;
  expect(order.slice(1)).toEqual(['first done', 'second']);
  expect(await readdir(folder)).toEqual([]);
});

test('never two at once', async () => {
  let inside = 0;
  const work = async () => {
    const lock = await takeLock(file, () => undefined);
    expect(++inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
    lock.release();
  };
  await Promise.all([work(), work(), work()]);
});

test('the lock of a process that was killed is taken over', async () => {
  // A number that no process has, nor gets meanwhile.
  await writeFile(file, JSON.stringify({ pid: 99_999_999, host: hostname() }));
  (await takeLock(file, () => expect.unreachable())).release();
  expect(await readdir(folder)).toEqual([]);
});

test('a lock that has fallen silent is taken over, whoever has its number now', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, host: hostname() }));
  await utimes(file, new Date(0), new Date(0));
  (await takeLock(file, () => expect.unreachable())).release();
});

test('who has lost the lock leaves the new owner alone', async () => {
  const lock = await takeLock(file, () => undefined);
  await writeFile(file, 'another');
  lock.release();
  expect(await readFile(file, 'utf8')).toBe('another');
});
