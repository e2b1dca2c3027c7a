import { Worker } from 'node:worker_threads';
import { helperFile } from '../places';
import { mapMessage, type MapMessage, type MapResult, type MapTask } from './map-messages';

type Result<Type extends MapResult['type']> = Extract<MapResult, { type: Type }>;

/** How long threads wait for a next map; while a run trains there is one after each epoch. */
const WAIT_MS = 120_000;

/**
 * Threads that make a map together. Starting them and compiling what they do takes longer than a stage of a small map, so
 * that they may wait for the next one.
 */
export class MapCrew {
  private static waiting: MapCrew | null = null;
  private readonly workers: Worker[];
  private readonly failure: Promise<never>;
  private stopped: Promise<never>;
  private over = new AbortController();
  /** Tasks whose end has not been told. */
  private open = 0;
  private patience: NodeJS.Timeout | null = null;

  private constructor(size: number, signal: AbortSignal) {
    const file = helperFile('map-worker.js');
    this.workers = Array.from({ length: size }, () => new Worker(file));
    this.failure = new Promise<never>((_, reject) => {
      const fail = (error: Error): void => {
        if (MapCrew.waiting === this) MapCrew.waiting = null;
        reject(error);
      };
      for (const worker of this.workers) {
        worker.on('error', fail);
        worker.on('exit', (code) => fail(new Error(`A thread of the map ended with code ${code}.`)));
      }
    });
    // Between two tasks nobody waits for it.
    this.failure.catch(() => undefined);
    this.stopped = this.heed(signal);
  }

  /**
   * As many threads as asked for, those that wait if there are so many. Whoever takes them has them `rest`, or ends them.
   * When `signal` is aborted, whatever is asked rejects with its reason; then they are to be ended.
   */
  static take(size: number, signal: AbortSignal): MapCrew {
    signal.throwIfAborted();
    const crew = MapCrew.waiting;
    if (crew?.size !== size) return new MapCrew(size, signal);
    MapCrew.waiting = null;
    if (crew.patience !== null) clearTimeout(crew.patience);
    for (const worker of crew.workers) worker.ref();
    crew.stopped = crew.heed(signal);
    return crew;
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
        this.open -= 1;
      };
      worker.on('message', listen);
    });
    this.open += 1;
    worker.postMessage(task);
    return Promise.race([answer, this.failure, this.stopped]);
  }

  /** Has the threads wait for the next map; those with a task left, or where others wait, end. */
  async rest(): Promise<void> {
    if (this.open > 0 || MapCrew.waiting !== null) return this.end();
    this.over.abort();
    MapCrew.waiting = this;
    // A process that has nothing else to do does not wait with them.
    for (const worker of this.workers) worker.unref();
    this.patience = setTimeout(() => void this.end(), WAIT_MS).unref();
  }

  /** Ends the threads wherever they are. */
  async end(): Promise<void> {
    this.over.abort();
    if (MapCrew.waiting === this) MapCrew.waiting = null;
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  /** Rejects when `signal` is aborted before the map is made. */
  private heed(signal: AbortSignal): Promise<never> {
    this.over = new AbortController();
    const stopped = new Promise<never>((_, reject) => {
      const heard = { once: true, signal: this.over.signal };
      signal.addEventListener('abort', () => reject(asError(signal.reason)), heard);
    });
    stopped.catch(() => undefined);
    return stopped;
  }
}

function isOf<Type extends MapResult['type']>(message: MapMessage, type: Type): message is Result<Type> {
  return message.type === type;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
