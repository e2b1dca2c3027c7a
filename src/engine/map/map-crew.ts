import { Worker } from 'node:worker_threads';
import { helperFile } from '../places';
import { mapMessage, type MapMessage, type MapResult, type MapTask } from './map-messages';

type Result<Type extends MapResult['type']> = Extract<MapResult, { type: Type }>;

/** Threads that make one map together. Whoever makes a crew ends it. */
export class MapCrew {
  private readonly workers: Worker[];
  private readonly failure: Promise<never>;
  private readonly over = new AbortController();

  /** When `signal` is aborted, whatever is asked rejects with its reason; the threads end with `end`. */
  constructor(size: number, signal: AbortSignal) {
    signal.throwIfAborted();
    const file = helperFile('map-worker.js');
    this.workers = Array.from({ length: size }, () => new Worker(file));
    this.failure = new Promise<never>((_, reject) => {
      const heard = { once: true, signal: this.over.signal };
      signal.addEventListener('abort', () => reject(asError(signal.reason)), heard);
      for (const worker of this.workers) {
        worker.on('error', reject);
        worker.on('exit', (code) => reject(new Error(`A thread of the map ended with code ${code}.`)));
      }
    });
    // Between two tasks nobody waits for it.
    this.failure.catch(() => undefined);
  }

  /** How many threads there are. */
  get size(): number {
    return this.workers.length;
  }

  /** Has thread `index` do a task, whose end is of `type`; `hear` is told what it says before. */
  ask<Type extends MapResult['type']>(
    index: number,
    task: MapTask,
    type: Type,
    hear: (message: MapMessage) => void = () => undefined,
  ): Promise<Result<Type>> {
    const worker = this.workers[index]!;
    const answer = new Promise<Result<Type>>((resolve, reject) => {
      const listen = (data: unknown): void => {
        const message = mapMessage.parse(data);
        if (message.type === 'failed') reject(new Error(message.message));
        else if (isOf(message, type)) resolve(message);
        else {
          hear(message);
          return;
        }
        worker.off('message', listen);
      };
      worker.on('message', listen);
    });
    worker.postMessage(task);
    return Promise.race([answer, this.failure]);
  }

  /** Ends the threads wherever they are. */
  async end(): Promise<void> {
    this.over.abort();
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

function isOf<Type extends MapResult['type']>(message: MapMessage, type: Type): message is Result<Type> {
  return message.type === type;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
