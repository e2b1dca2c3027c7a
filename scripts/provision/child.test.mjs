import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bytesBelow, run } from './child.mjs';
import { OutOfReachError, SourceError } from './setup-error.mjs';

/** @type {string} */
let folder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'child-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** @param {string} code @returns {[string, string[]]} */
const node = (code) => [process.execPath, ['--eval', code]];
const forever = 'setInterval(() => {}, 1000)';

test('what a command says and how it ends', async () => {
  const outcome = await run(...node('console.log("out"); console.error("err"); process.exit(3)'));
  expect(outcome).toEqual({ code: 3, output: 'out\n', errors: 'err\n' });
});

test('a command that does not exist fails like any other', async () => {
  const { code, errors } = await run('no-such-command', []);
  expect(code).toBe(127);
  expect(errors).toContain('ENOENT');
});

test('a source that does not answer in time is given up', async () => {
  const watch = { measure: async () => 0, alive: /answer/, aliveMs: 100 };
  const attempt = run(...node(`console.log("asking"); ${forever}`), { watch });
  await expect(attempt).rejects.toThrow(new OutOfReachError('it does not answer'));
});

test('a source that stalls is given up', async () => {
  const attempt = run(...node(forever), { watch: { measure: async () => 0, stallMs: 100 } });
  await expect(attempt).rejects.toThrow(new SourceError('it stopped sending'));
});

test('growth is seen, and keeps a silent command going', async () => {
  /** @type {number[]} */
  const seen = [];
  const done = join(folder, 'done');
  const code = `setInterval(() => require('node:fs').existsSync(${JSON.stringify(done)}) && process.exit(), 20)`;
  const watch = {
    // It grows between any two looks at it, however late these come.
    measure: async () => {
      await appendFile(join(folder, 'file'), 'x'.repeat(1000));
      return bytesBelow(folder);
    },
    onBytes: (/** @type {number} */ bytes) => {
      seen.push(bytes);
      if (seen.length === 5) writeFileSync(done, '');
    },
    stallMs: 1000,
  };
  expect((await run(...node(code), { watch })).code).toBe(0);
  expect(seen.slice(0, 5)).toEqual([2000, 3000, 4000, 5000, 6000]);
});

test('a command ends with the process that runs it, even one that is killed', async () => {
  const pidFile = join(folder, 'pid');
  const inner = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); ${forever}`;
  const child = new URL('./child.mjs', import.meta.url).href;
  const outer = `
    import { run } from ${JSON.stringify(child)};
    await run(process.execPath, ['--eval', ${JSON.stringify(inner)}]);`;
  await writeFile(join(folder, 'outer.mjs'), outer);
  const parent = spawn(process.execPath, [join(folder, 'outer.mjs')]);
  await expect.poll(() => existsSync(pidFile)).toBe(true);
  await expect.poll(() => readFile(pidFile, 'utf8')).not.toBe('');
  const pid = Number(await readFile(pidFile, 'utf8'));
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await expect.poll(() => isRunning(pid)).toBe(false);
});

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
