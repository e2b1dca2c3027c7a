import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Gives `work` the number of a process that does nothing and lives until `work` is done. Rejects as `work` does. */
export async function withProcess(work: (pid: number) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const gone = once(child, 'exit');
  try {
    await work(child.pid!);
  } finally {
    child.kill('SIGKILL');
    await gone;
  }
}
