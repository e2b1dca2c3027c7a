import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helperFile } from '../engine/places';
import { jsonOf as json, trainedRun } from './testing/trained-run';

let root = '';
const at = (...names: string[]): string => path.join(root, ...names);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-built-'));
  await trainedRun(root);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('the built command line', () => {
  const program = (): string => helperFile('cli.js');

  it('prints one JSON object and nothing else', async () => {
    const argv = [program(), 'evaluate', '--run', at('run'), '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, argv);
    expect(JSON.parse(stdout)).toHaveProperty('negativeElbo');
    expect(stdout.endsWith('}\n')).toBe(true);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'saves a checkpoint when %s reaches all its processes, exits with 130, and goes on from there',
    async (signal) => {
      const run = at(signal);
      const argv = ['train', '--data', at('images'), '--run', run, '--epochs', '9999', '--size', '16'];
      // A group of its own, which hears a signal as one, as it does from a terminal.
      const child = spawn(process.execPath, [program(), ...argv], {
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      });
      let err = '';
      let isTold = false;
      child.stderr.on('data', (data: Buffer) => {
        err += data.toString();
        if (isTold || !err.includes('epoch 2:')) return;
        isTold = true;
        process.kill(-child.pid!, signal);
      });
      const code = await new Promise((resolve) => child.on('exit', resolve));
      expect([code, err]).toEqual([130, expect.stringMatching(/Stopped after step \d+/)]);
      const epoch = Number(/Stopped after step (\d+)/.exec(err)?.[1]) + 1;
      const resumed = await json('train', '--resume', '--run', run, '--epochs', String(epoch));
      expect(resumed['steps']).toBe(epoch);
    },
  );
});
