import { readdir, readFile } from 'node:fs/promises';

const EVERY_MS = 200;

/**
 * Watches the memory of all processes that came from this one, on Linux: what they hold between them, what they share
 * counted once (proportional set sizes).
 *
 * @returns {() => Promise<number>} ends it and tells the most there was, in MB; NaN elsewhere
 */
export function watchMemory() {
  let most = Number.NaN;
  let isEnded = false;
  const watch = async () => {
    while (!isEnded) {
      const now = await memoryOfTree();
      most = Number.isNaN(most) ? now : Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  const watching = process.platform === 'linux' ? watch() : Promise.resolve();
  return async () => {
    isEnded = true;
    await watching;
    return most;
  };
}

/** In MB. */
async function memoryOfTree() {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of await readdir('/proc')) {
    const parent = /^\d+$/.test(name) ? await parentOf(name) : null;
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  let kilobytes = 0;
  const waiting = [...(children.get(process.pid) ?? [])];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    kilobytes += await proportionalSize(pid);
    waiting.push(...(children.get(pid) ?? []));
  }
  return (kilobytes * 1024) / 1e6;
}

/** @param {string} pid */
async function parentOf(pid) {
  // A process may end while it is looked at.
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const parent = /^\d+ \(.*\) \S (\d+)/s.exec(text)?.[1];
  return parent === undefined ? null : Number(parent);
}

/** @param {number} pid In KB. */
async function proportionalSize(pid) {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
}
