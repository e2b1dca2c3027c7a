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

  it('saves a checkpoint on Ctrl-C and exits with 130, and goes on from there', async () => {
    const argv = ['train', '--data', at('images'), '--run', at('long'), '--epochs', '9999', '--size', '16'];
    const child = spawn(process.execPath, [program(), ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    child.stderr.on('data', (data: Buffer) => {
      err += data.toString();
      if (!child.killed && err.includes('epoch 2:')) child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect([code, err]).toEqual([130, expect.stringMatching(/Stopped after step \d+/)]);
    const steps = Number(/Stopped after step (\d+)/.exec(err)?.[1]);
    const epoch = Math.floor(steps) + 1;
    const resumed = await json('train', '--resume', '--run', at('long'), '--epochs', String(epoch));
    expect(resumed['steps']).toBe(epoch);
  });
});
