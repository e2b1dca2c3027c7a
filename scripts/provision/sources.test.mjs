import { expect, test } from 'vitest';
import { SetupError, SourceError } from './setup-error.mjs';
import { firstOf } from './sources.mjs';

/** @type {string[]} */
const notes = [];
const line = { note: (/** @type {string} */ text) => void notes.push(text) };
const fails = (/** @type {string} */ name) => ({
  name,
  get: () => Promise.reject(new SourceError('it is out of reach')),
});
const serves = (/** @type {string} */ name) => ({ name, get: () => Promise.resolve(name) });

test('the first choice that serves is taken, and no other is asked', async () => {
  const never = { name: 'never', get: () => expect.unreachable() };
  expect(await firstOf('It', [serves('a'), never], line)).toEqual({ value: 'a', source: 'a' });
});

test('what is out of reach is said, and the next one asked', async () => {
  notes.length = 0;
  expect((await firstOf('It', [fails('a'), fails('b'), serves('c')], line)).source).toBe('c');
  expect(notes).toEqual([
    'a: it is out of reach; trying the next source',
    'b: it is out of reach; trying the next source',
  ]);
});

test('when none serves, one sentence says why and what to do', async () => {
  const attempt = firstOf('It', [fails('a'), fails('b')], line, 'go out and look');
  await expect(attempt).rejects.toThrow(
    new SetupError('It cannot be had (a: it is out of reach; b: it is out of reach): go out and look.'),
  );
});

test('what is no matter of the source is not covered up by the next one', async () => {
  const full = { name: 'a', get: () => Promise.reject(new Error('the disk is full')) };
  await expect(firstOf('It', [full, serves('b')], line)).rejects.toThrow('the disk is full');
});
