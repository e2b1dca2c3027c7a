import { randomBytes } from 'node:crypto';
import { link, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../../contract/errors';
import { LIMITS, readPlainText } from '../../files/plain-file';
import { codeOf, writeError } from './file-errors';
import { isRunning, ownMark } from './running-process';

/** Lies in a run's folder while a process trains it. */
export const LOCK_FILE = 'training.lock';

const holder = z.object({
  pid: z.number().int(),
  started: z.string().nullable(),
  host: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof holder>;

/**
 * The right to train a run: one process at a time has it, on one computer. What a process left that has gone without
 * giving it back is recognised by its number and start, and taken over.
 */
export class RunLock {
  /** Locks of this very process, which a lock with its number is not left over from. */
  private static readonly own = new Set<string>();

  private constructor(
    private readonly file: string,
    private readonly text: string,
  ) {}

  /** Throws UserError when the run is being trained already, or nothing can be written there. */
  static async take(runFolder: string): Promise<RunLock> {
    const file = path.join(path.resolve(runFolder), LOCK_FILE);
    const mine: Holder = { ...ownMark(), host: hostname(), since: new Date().toISOString() };
    const text = `${JSON.stringify(mine, null, 2)}\n`;
    // Several times: whoever held it may give it back between two looks.
    for (let attempt = 0; attempt < 5; attempt++) {
      if (await create(file, text)) {
        RunLock.own.add(file);
        return new RunLock(file, text);
      }
      const left = await readText(file);
      if (left === null) continue;
      const by = parse(left);
      if (by !== null && RunLock.isHeld(file, by)) throw inUse(path.dirname(file), by);
      await remove(file, left);
    }
    throw new UserError(
      `Other processes are beginning to train the run ${path.dirname(file)}: wait for them.`,
    );
  }

  /** Throws UserError while the run is being trained. */
  static async checkFree(runFolder: string): Promise<void> {
    const file = path.join(path.resolve(runFolder), LOCK_FILE);
    const text = await readText(file);
    const by = text === null ? null : parse(text);
    if (by !== null && RunLock.isHeld(file, by)) throw inUse(path.dirname(file), by);
  }

  private static isHeld(file: string, by: Holder): boolean {
    // Of another computer nothing can be found out from here.
    if (by.host !== hostname()) return true;
    return by.pid === process.pid ? RunLock.own.has(file) : isRunning(by);
  }

  /** Gives it back. A lock that someone else put in its place stays. */
  async release(): Promise<void> {
    RunLock.own.delete(this.file);
    await remove(this.file, this.text);
  }
}

function inUse(run: string, { pid, host }: Holder): UserError {
  return new UserError(
    host === hostname()
      ? `The run ${run} is being trained by another process (${pid}): stop it there first.`
      : `The run ${run} is being trained on the computer ${host} (process ${pid}): stop it there first, or delete ${LOCK_FILE} in its folder if that is long over.`,
  );
}

/** Makes the lock whole or not at all; false when there is one. */
async function create(file: string, text: string): Promise<boolean> {
  const beside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    // Unlike a rename, a link takes no other's place.
    await link(beside, file).catch(async (error: unknown) => {
      // Some disks (FAT) know no links.
      if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error))) throw error;
      await writeFile(file, text, { flag: 'wx' });
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw writeError(error, file);
  } finally {
    await unlink(beside).catch(() => undefined);
  }
}

/** Removes this very lock; another that has come in its place is put back. */
async function remove(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw writeError(error, file);
  }
  if ((await readText(aside)) !== text) await link(aside, file).catch(() => undefined);
  await unlink(aside).catch(() => undefined);
}

async function readText(file: string): Promise<string | null> {
  return readPlainText(file, LIMITS.description).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
}

/** Null for what no lock of ours can be. */
function parse(text: string): Holder | null {
  try {
    return holder.parse(JSON.parse(text));
  } catch {
    // Written to a disk that lost its end: nobody holds it.
    return null;
  }
}
