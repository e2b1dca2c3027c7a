import type { LoadContext } from './dataset';

type Shared = Pick<LoadContext, 'onProgress' | 'signal'>;

/** One reading that several may wait for. It is ended when nobody waits any more. */
export class SharedLoad<T> {
  private readonly abort = new AbortController();
  private readonly listeners = new Set<LoadContext['onProgress']>();
  private readonly result: Promise<T>;
  private settled = false;

  constructor(load: (shared: Shared) => Promise<T>) {
    const onProgress: LoadContext['onProgress'] = (progress) => {
      for (const listener of this.listeners) listener(progress);
    };
    this.result = load({ onProgress, signal: this.abort.signal }).finally(() => (this.settled = true));
    // Whoever still waits hears of it; when all have left there is nobody to tell.
    this.result.catch(() => undefined);
  }

  /** It is over, or nobody waited and it was given up. */
  get ended(): boolean {
    return this.settled || this.abort.signal.aborted;
  }

  /** Waits for the result. Rejects with the signal's reason when that is aborted, at once. */
  async join({ signal, onProgress }: Shared): Promise<T> {
    signal.throwIfAborted();
    // Each has a place of its own, even two with one function.
    const listener: LoadContext['onProgress'] = (progress) => onProgress(progress);
    this.listeners.add(listener);
    let leave = (): void => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(reasonOf(signal));
      signal.addEventListener('abort', leave);
    });
    try {
      return await Promise.race([this.result, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      this.listeners.delete(listener);
      if (this.listeners.size === 0 && !this.settled) this.abort.abort(signal.reason);
    }
  }
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error(String(reason));
}
