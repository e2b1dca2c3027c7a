import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Generator } from '../../core/random/generator';

/**
 * When a training process is killed: while it starts, between two saves or while it trains, inside of saving, or when a
 * checkpoint has just got its place and older ones are about to go.
 */
export const MOMENTS = ['start', 'training', 'saving', 'rotating'] as const;
export type Moment = (typeof MOMENTS)[number];

/** What was seen of a process from outside, until it ended. */
export interface Life {
  pid: number;
  /** Null when it was killed. */
  code: number | null;
  /** The last line it said. */
  lastWords: string;
  /** The first and the last epoch that it announced as done; null when none. */
  firstEpoch: number | null;
  lastEpoch: number | null;
  /** Step of the newest checkpoint that lay there while it lived; null when none. */
  checkpoint: number | null;
  /** Whether it saved that one itself. */
  saved: boolean;
}

export interface ChildOptions {
  /** The built command line, `cli.js`. */
  cli: string;
  args: readonly string[];
  /** Folder of the small Fashion-MNIST. */
  data: string;
  run: string;
  signal: AbortSignal;
}

const POLL_MS = 1;
const TRAINING_MS = 600;
/** A save of these small runs takes about so long: what is drawn from it lands anywhere from its first file to after it. */
const SAVING_MS = 25;
/** As for the removal of what is older. */
const ROTATING_MS = 4;

/**
 * Trains in a process of its own and kills it (SIGKILL) at a moment of this kind, or lets it finish when there is
 * none. `startMs`: how long a start takes. Rejects when the process cannot be started or `signal` aborts.
 */
export async function liveAndDie(
  { cli, args, data, run, signal }: ChildOptions,
  moment: Moment | null,
  random: Generator,
  startMs: number,
): Promise<Life> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [cli, 'train', '--run', run, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LATENT_ATELIER_DATASETS: data },
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  let over = false;
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  }).finally(() => (over = true));
  // It is awaited below, where a failure is told.
  closed.catch(() => undefined);
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', kill, { once: true });

  const before = checkpointsOf(run).newest;
  let newest = before;
  const partials = new Set<string>();
  const placed = new Set<number>();
  const look = (): void => {
    const seen = checkpointsOf(run);
    newest = seen.newest ?? newest;
    if (newest !== null && newest !== before) placed.add(newest);
    for (const name of seen.partials) partials.add(name);
  };
  const until = async (happened: () => boolean): Promise<void> => {
    look();
    while (!over && !happened()) {
      await sleep(POLL_MS);
      look();
    }
  };
  const pause = (ms: number): Promise<void> => {
    const end = performance.now() + ms;
    return until(() => performance.now() >= end);
  };
  const waits: Record<Moment, () => Promise<void>> = {
    start: () => pause(random.uniform() * startMs),
    training: async () => {
      await until(() => newest !== before);
      await pause(random.uniform() * TRAINING_MS);
    },
    saving: async () => {
      const nth = 1 + random.below(4);
      await until(() => partials.size >= nth);
      // Early moments are the likelier, for most of what can be cut short happens first.
      await pause(random.uniform() ** 2 * SAVING_MS);
    },
    rotating: async () => {
      // Before its third checkpoint a run has none to remove.
      const nth = 3 + random.below(4);
      await until(() => placed.size >= nth);
      await pause(random.uniform() ** 2 * ROTATING_MS);
    },
  };
  try {
    if (moment !== null) {
      await waits[moment]();
      kill();
    }
    const code = await closed;
    signal.throwIfAborted();
    newest = checkpointsOf(run).newest ?? newest;
    const epochs = [...words.matchAll(/^epoch (\d+): /gm)].map(([, epoch]) => Number(epoch));
    return {
      pid: child.pid ?? 0,
      code,
      lastWords: words.trimEnd().split('\n').at(-1) ?? '',
      firstEpoch: epochs[0] ?? null,
      lastEpoch: epochs.at(-1) ?? null,
      checkpoint: newest,
      saved: newest !== before,
    };
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** Looked at from outside, and at once: the folder changes while it is looked at. */
function checkpointsOf(run: string): { newest: number | null; partials: string[] } {
  let names: string[];
  try {
    names = readdirSync(path.join(run, 'checkpoints'));
  } catch {
    // A run that has just begun has no such folder yet.
    return { newest: null, partials: [] };
  }
  const steps = names.filter((name) => /^\d+$/.test(name)).map(Number);
  return {
    newest: steps.length === 0 ? null : Math.max(...steps),
    partials: names.filter((name) => name.endsWith('.partial')),
  };
}
