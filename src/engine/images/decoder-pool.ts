import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { helperFile } from '../places';
import {
  bytesPerFile,
  decoderMessage,
  type DecodeAnswer,
  type DecodeRequest,
  type Refused,
} from './protocol';

const MOST_PROCESSES = 8;
const TIME_OUT_MS = 10_000;
const refused = (reason: string): Refused => ({ kind: 'refused', image: true, reason });
const TOO_SLOW = refused('reading it took too long');
const FATAL = refused('reading it ended the process that reads images');
const CLOSED = refused('the import was ended');

export interface DecoderPoolOptions {
  processes?: number;
  timeOutMs?: number;
  /** Path of the decoder's file; the built one unless a test says otherwise. */
  decoder?: string;
}

interface Job {
  request: DecodeRequest;
  settle: (answer: DecodeAnswer) => void;
  fail: (error: Error) => void;
}

/**
 * Processes that decode images, some files at a time each. When one ends or takes too long over several files, these are
 * given out again one by one, so that only the file that is to blame is refused; its process is replaced, and the others
 * go on. Whoever makes a pool closes it.
 */
export class DecoderPool {
  private readonly waiting: Job[] = [];
  private readonly idle: ChildProcess[] = [];
  private readonly busy = new Map<ChildProcess, Job>();
  /** Of the processes that have loaded what they need; each has a timer while it has a job. */
  private readonly timers = new Map<ChildProcess, NodeJS.Timeout | null>();
  private readonly processes: number;
  private readonly timeOutMs: number;
  private readonly decoder: string;
  private closed = false;
  /** Set when a process ends before it could read anything: then none will, and no file is to blame. */
  private broken: Error | null = null;

  constructor(options: DecoderPoolOptions = {}) {
    this.processes = options.processes ?? Math.min(MOST_PROCESSES, availableParallelism());
    this.timeOutMs = options.timeOutMs ?? TIME_OUT_MS;
    this.decoder = options.decoder ?? helperFile('image-decoder.js');
  }

  /** How many requests may be under way at a time. */
  get width(): number {
    return this.processes;
  }

  /**
   * Answers a request, one answer for each of its files. What goes wrong with a file is a refusal with its reason;
   * rejects only when the processes do not start at all.
   */
  decode(request: DecodeRequest): Promise<DecodeAnswer> {
    if (this.broken !== null) return Promise.reject(this.broken);
    if (this.closed) return Promise.resolve(allRefused(request, CLOSED));
    return new Promise((settle, fail) => {
      this.waiting.push({ request, settle, fail });
      this.next();
    });
  }

  /** Starts all processes, for requests that will come: they take a moment to load what they need. */
  warmUp(): void {
    while (this.idle.length + this.busy.size < this.processes) this.idle.push(this.start());
  }

  /** Ends every process; files under way or waiting are refused. */
  close(): void {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.settle(allRefused(job.request, CLOSED));
    for (const child of [...this.idle, ...this.busy.keys()]) child.kill('SIGKILL');
  }

  private next(): void {
    while (this.waiting.length > 0 && (this.idle.length > 0 || this.busy.size < this.processes)) {
      const job = this.waiting.shift()!;
      const child = this.idle.pop() ?? this.start();
      this.busy.set(child, job);
      if (this.timers.has(child)) this.time(child);
      // A process that is gone answers by its exit, which is heard below.
      child.send(job.request, () => undefined);
    }
  }

  /** A file's time begins when its process can read it, not while that starts. */
  private time(child: ChildProcess): void {
    this.timers.set(
      child,
      setTimeout(() => this.fail(child, TOO_SLOW), this.timeOutMs),
    );
  }

  private start(): ChildProcess {
    const child = fork(this.decoder, [], {
      // In Electron's utility process the executable is Electron's own.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let ready = false;
    child.on('message', (message: unknown) => {
      const heard = decoderMessage.parse(message);
      if (heard.kind === 'answer') this.finish(child, heard);
      else {
        ready = true;
        if (this.busy.has(child)) this.time(child);
        else this.timers.set(child, null);
      }
    });
    const ended = (why: string): void => {
      if (!ready && !this.closed && this.busy.has(child)) this.breakDown(why);
      this.fail(child, FATAL);
    };
    child.on('error', (error) => ended(error.message));
    child.on('exit', (code, signal) => ended(`it ended with ${signal ?? `code ${code ?? 0}`}`));
    return child;
  }

  private breakDown(why: string): void {
    this.broken = new Error(`The process that reads images does not start: ${why}.`);
    const jobs = [...this.waiting.splice(0), ...this.busy.values()];
    for (const timer of this.timers.values()) clearTimeout(timer ?? undefined);
    this.close();
    this.busy.clear();
    for (const job of jobs) job.fail(this.broken);
  }

  /** A process answered; it stays for the next request. */
  private finish(child: ChildProcess, answer: DecodeAnswer): void {
    const job = this.takeJob(child);
    if (job === null) return;
    if (this.closed) child.kill('SIGKILL');
    else this.idle.push(child);
    job.settle(answer);
    this.next();
  }

  /** A process ended or is too slow: it goes, and its files are refused or, if they are several, tried one by one. */
  private fail(child: ChildProcess, why: Refused): void {
    const place = this.idle.indexOf(child);
    if (place >= 0) this.idle.splice(place, 1);
    child.kill('SIGKILL');
    const job = this.takeJob(child);
    this.timers.delete(child);
    if (job === null) return;
    if (this.closed) job.settle(allRefused(job.request, CLOSED));
    else if (job.request.files.length === 1) job.settle(allRefused(job.request, why));
    else this.retryOneByOne(job);
    if (!this.closed) this.next();
  }

  private takeJob(child: ChildProcess): Job | null {
    const job = this.busy.get(child);
    if (job === undefined) return null;
    this.busy.delete(child);
    clearTimeout(this.timers.get(child) ?? undefined);
    return job;
  }

  private retryOneByOne({ request, settle, fail }: Job): void {
    const each = bytesPerFile(request);
    const singles = request.files.map((file) => this.decode({ ...request, files: [file] }));
    const put = (answers: DecodeAnswer[]): void => {
      const pixels = new Uint8Array(each * answers.length);
      answers.forEach((answer, i) => pixels.set(answer.pixels, i * each));
      settle({ kind: 'answer', files: answers.flatMap(({ files }) => files), pixels });
    };
    Promise.all(singles).then(put, (error: unknown) =>
      fail(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

function allRefused(request: DecodeRequest, why: Refused): DecodeAnswer {
  const pixels = new Uint8Array(bytesPerFile(request) * request.files.length);
  return { kind: 'answer', files: request.files.map(() => why), pixels };
}
