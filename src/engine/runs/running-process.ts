import { readFileSync } from 'node:fs';
import { codeOf } from './file-errors';

/** A process as another can recognise it later: its number is given anew once it is gone, its start is not. */
export interface ProcessMark {
  pid: number;
  /** In the kernel's own units; null where the system does not tell it in a file (it is then not compared). */
  started: string | null;
}

export function ownMark(): ProcessMark {
  return { pid: process.pid, started: kernelLine(process.pid)?.started ?? null };
}

/** Whether a process is there, and is the one that was meant. One that has ended and waits to be reaped is not. */
export function isRunning({ pid, started }: ProcessMark): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to someone else.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const line = kernelLine(pid);
  if (line === null) return true;
  return line.state !== 'Z' && (started === null || started === line.started);
}

/** State and start of a process (proc_pid_stat(5), fields 3 and 22); null where there is no such file. */
function kernelLine(pid: number): { state: string; started: string } | null {
  if (process.platform !== 'linux') return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it, in brackets, may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(codeOf(error))) return null;
    throw error;
  }
}
