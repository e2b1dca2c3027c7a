import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 50;

/** What a program printed, and the most memory it held, in MiB; null where the system does not tell (only Linux does). */
export interface ChildResult {
  out: string;
  memory: number | null;
}

/**
 * Runs a program to its end. Rejects with the last line of what it said when it fails, and with the signal's reason
 * when that is aborted.
 */
export async function runChild(
  program: string,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<ChildResult> {
  const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  let out = '';
  let err = '';
  let memory: number | null = null;
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const timer = setInterval(() => {
    memory = peakMemory(child.pid) ?? memory;
  }, LOOK_EVERY_MS);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code !== 0) {
      throw new Error(
        `${argv[0] ?? program} failed: ${err.trim().split('\n').at(-1) ?? `exit code ${code}`}`,
      );
    }
    return { out, memory };
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** The most memory a process has held since it began. */
function peakMemory(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    // The process has ended between the look at the clock and the look at it.
    return null;
  }
}
