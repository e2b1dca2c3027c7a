import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { helperFile } from '../places';
import { writeSmallFashionMnist } from '../testing/small-fashion-mnist';

const STEPS_PER_EPOCH = 100;
const BATCH = 5;
/** By then every pool of TensorFlow and every generation of V8 has its size. */
const WARM_EPOCHS = 3;
/** Garbage that waits for V8 makes single readings go up and down by tens of megabytes; the least of some does not. */
const READINGS = 3;
const STEPS = 1000;
const EPOCHS = WARM_EPOCHS + READINGS + STEPS / STEPS_PER_EPOCH;
const MOST_GROWTH_MB = 50;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-memory-'));
  await writeSmallFashionMnist(path.join(folder, 'data'), { train: STEPS_PER_EPOCH * BATCH, test: 100 });
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Process, its parent, and kilobytes resident, of all that run. A bare Linux has no `ps`. */
function processes(): number[][] {
  if (process.platform !== 'linux') {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
      .trim()
      .split('\n');
    return lines.map((line) => line.trim().split(/\s+/).map(Number));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      const status = statusOf(pid);
      const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      return [Number(pid), field('PPid'), field('VmRSS')];
    });
}

function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It ended since the list was made.
    return '';
  }
}

/** Megabytes resident of a process and all that it started. */
function residentOf(root: number): number {
  const rows = processes();
  const family = new Set([root]);
  let size = 0;
  while (family.size > size) {
    size = family.size;
    for (const [pid, parent] of rows) if (family.has(parent!)) family.add(pid!);
  }
  // The engine and the process that takes its steps.
  expect(size).toBe(2);
  const kilobytes = rows.filter(([pid]) => family.has(pid!)).reduce((sum, [, , rss]) => sum + rss!, 0);
  return kilobytes / 1024;
}

/** Megabytes resident after each epoch of a real run, the engine and the process that takes its steps together. */
async function train(): Promise<number[]> {
  const argv = ['train', '--data', 'fashion-mnist', '--run', path.join(folder, 'run')];
  // One more, for after its last epoch a run is soon over.
  const settings = ['--epochs', EPOCHS + 1, '--batch', BATCH, '--seed', 0].map(String);
  const child: ChildProcess = spawn(process.execPath, [helperFile('cli.js'), ...argv, ...settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LATENT_ATELIER_DATASETS: path.join(folder, 'data') },
  });
  const resident: number[] = [];
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr! })) {
    lines.push(line);
    if (/^epoch \d+: /.test(line) && resident.length < EPOCHS) resident.push(residentOf(child.pid!));
  }
  expect(resident, lines.join('\n')).toHaveLength(EPOCHS);
  return resident;
}

it.skipIf(process.platform === 'win32')(
  'grows by less than 50 MB over 1,000 steps of the real network, once it is warm',
  async () => {
    const resident = await train();
    const warm = resident.slice(WARM_EPOCHS, WARM_EPOCHS + READINGS);
    const late = resident.slice(-READINGS);
    expect(
      Math.min(...late) - Math.min(...warm),
      `resident after each epoch: ${resident.map(Math.round).join(', ')} MB`,
    ).toBeLessThan(MOST_GROWTH_MB);
  },
);
