import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../src/core/formats/npy';
import { build } from './build.mjs';
import { root } from './run.mjs';

let folder = '';
const at = (/** @type {string} */ name) => path.join(folder, name);

/** The launcher's output and exit code. @param {string[]} args */
function launch(...args) {
  return new Promise((resolve) => {
    const launcher = path.join(root, 'scripts', 'cli.mjs');
    execFile(process.execPath, [launcher, ...args], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-launcher-'));
  // The launcher says so when it builds.
  expect(await build({ quiet: true })).toBe(0);
  await writeFile(at('latents.npy'), writeNpy({ shape: [1, 64], data: new Float32Array(64) }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the launcher of the command line', () => {
  const starter = path.join(root, 'resources', 'starter');

  it('says nothing on standard error when a command that loads TensorFlow has nothing to say', async () => {
    const args = ['--run', starter, '--latents', at('latents.npy'), '--out', at('images.npy'), '--json'];
    expect(await launch('decode', ...args)).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\{.*\}\n$/),
      stderr: '',
    });
  });

  it('passes on what the command says there, and its exit code', async () => {
    expect(await launch('decode', '--run', starter)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/--latents/),
    });
  });
});
