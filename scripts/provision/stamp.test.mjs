import { cp, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StampBook } from './stamp.mjs';
import { sha256OfTree } from './verify.mjs';

/** @type {string} */
let folder;
/** @type {string} */
let base;
/** @type {StampBook} */
let book;
const pin = 'the archive';
const isOurs = (/** @type {string} */ made) => made === pin;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stamp-'));
  base = join(folder, 'base');
  await cp(new URL('.', import.meta.url), base, { recursive: true });
  book = new StampBook(base, join(folder, 'stamps'));
  await book.write('code', { version: '1', source: 'here', pin }, await sha256OfTree(base));
});

afterEach(() => rm(folder, { recursive: true }));

test('what is as it was holds', async () => {
  expect(await book.holds('code', isOurs)).toBe(true);
  expect(await book.altered('code')).toEqual([]);
});

test('no stamp, a damaged one and one made from something else do not hold', async () => {
  expect(await book.holds('other', isOurs)).toBe(false);
  expect(await book.holds('code', () => false)).toBe(false);
  await writeFile(join(folder, 'stamps', 'code.json'), '{ "pin"');
  expect(await book.holds('code', isOurs)).toBe(false);
});

test('an altered file is noticed', async () => {
  await writeFile(join(base, 'stamp.mjs'), 'altered');
  expect(await book.holds('code', isOurs)).toBe(false);
  expect(await book.altered('code')).toEqual(['stamp.mjs is missing or altered']);
});

test('a missing file is noticed', async () => {
  await rm(join(base, 'stamp.mjs'));
  expect(await book.holds('code', isOurs)).toBe(false);
  expect(await book.altered('code')).toEqual(['stamp.mjs is missing or altered']);
});

test('a file of the same size and time is seen through by hashing alone', async () => {
  const file = join(base, 'stamp.mjs');
  const { files } = /** @type {import('./stamp.mjs').Stamp} */ (await book.read('code'));
  const { size = 0, mtimeMs = 0 } = files['stamp.mjs'] ?? {};
  await writeFile(file, Buffer.alloc(size));
  await utimes(file, mtimeMs / 1000, mtimeMs / 1000);
  expect(await book.altered('code')).toEqual(['stamp.mjs is missing or altered']);
});

test('a touched file with the same content holds, and its stamp is brought up to date', async () => {
  const before = await book.read('code');
  await utimes(join(base, 'stamp.mjs'), 1, 1);
  expect(await book.holds('code', isOurs)).toBe(true);
  const after = await book.read('code');
  expect(after?.files['stamp.mjs']?.mtimeMs).toBe(1000);
  expect(after?.files['stamp.mjs']?.sha256).toBe(before?.files['stamp.mjs']?.sha256);
});
