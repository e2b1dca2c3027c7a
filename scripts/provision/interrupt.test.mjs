import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** @param {string} file */
const module = (file) => JSON.stringify(new URL(file, import.meta.url).href);

test.each(
  /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]),
)('%s ends the children, gives the lock back and exits with %i', async (signal, expected) => {
  const folder = await mkdtemp(join(tmpdir(), 'interrupt-'));
  const lock = JSON.stringify(join(folder, 'lock'));
  const script = `
    import { run } from ${module('./child.mjs')};
    import { interruptible } from ${module('./interrupt.mjs')};
    import { takeLock } from ${module('./lock.mjs')};
    const lock = await takeLock(${lock}, () => {});
    await interruptible(async () => {
      const asleep = run(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
      console.log('working');
      await asleep;
      console.log('went on');
    }, lock.release);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  await expect.poll(() => output).toBe('working\n');
  child.kill(signal);
  expect((await once(child, 'exit'))[0]).toBe(expected);
  expect(output).toBe('working\n');
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});
