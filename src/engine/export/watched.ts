import type { BlockOptions } from '../network/vae';
import type { Chunks } from '../runs/write-whole';

/**
 * Passes chunks of `perChunk` rows on, tells after each how many of `rows` are done, and throws the signal's reason once
 * the work is ended.
 */
export async function* watched(
  chunks: Chunks,
  { signal, onProgress }: BlockOptions,
  { rows, perChunk }: { rows: number; perChunk: number },
): AsyncGenerator<Uint8Array | string, void, undefined> {
  let done = 0;
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    yield chunk;
    done = Math.min(rows, done + perChunk);
    onProgress?.(done, rows);
  }
}

/** What `work` comes to, unless `signal` ends the wait for it before: then throws its reason. */
export async function unlessEnded<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
    signal.addEventListener('abort', end, { once: true });
  });
  try {
    const first = await Promise.race([work.then((value) => ({ value })), ended]);
    if (first !== undefined) return first.value;
    // Nobody waits for it any more, and so nobody hears of its failure.
    work.catch(() => undefined);
    signal.throwIfAborted();
    return await work;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
