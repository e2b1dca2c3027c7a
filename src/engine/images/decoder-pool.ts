import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { helperFile } from '../places';
import { decoderMessage, type DecodeAnswer, type DecodeRequest } from './protocol';

const MOST_PROCESSES = 8;
const TIME_OUT_MS = 10_000;
const refused = (reason: string): DecodeAnswer => ({ kind: 'refused', image: true, reason });
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
 * Processes that decode images, one file at a time each. A file that ends its process or takes too long is refused,
 * its process replaced, and the others go on. Whoever makes a pool closes it.
 */
export class DecoderPool {
  private readonly waiting: Job[] = [];
  private readonly idle: ChildProcess[] = [];
  private readonly busy = new Map<ChildProcess, Job & { timer: NodeJS.Timeout }>();
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

  /** How many files may be under way at a time. */
  get width(): number {
    return this.processes;
  }

  /**
   * Decodes one file. What goes wrong with the file is a refusal with its reason; rejects only when the processes
   * do not start at all.
   */
  decode(request: DecodeRequest): Promise<DecodeAnswer> {
    if (this.broken !== null) return Promise.reject(this.broken);
    if (this.closed) return Promise.resolve(CLOSED);
    return new Promise((settle, fail) => {
      this.waiting.push({ request, settle, fail });
      this.next();
    });
  }

  /** Ends every process; files under way or waiting are refused. */
  close(): void {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.settle(CLOSED);
    for (const child of [...this.idle, ...this.busy.keys()]) child.kill('SIGKILL');
  }

  private next(): void {
    while (this.waiting.length > 0 && (this.idle.length > 0 || this.busy.size < this.processes)) {
      const job = this.waiting.shift()!;
      const child = this.idle.pop() ?? this.start();
      const timer = setTimeout(() => this.finish(child, TOO_SLOW), this.timeOutMs);
      this.busy.set(child, { ...job, timer });
      // A process that is gone answers by its exit, which is heard below.
      child.send(job.request, () => undefined);
    }
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
      if (heard.kind === 'ready') ready = true;
      else this.finish(child, heard);
    });
    const ended = (why: string): void => {
      if (!ready && !this.closed && this.busy.has(child)) this.breakDown(why);
      this.finish(child, this.closed ? CLOSED : FATAL);
    };
    child.on('error', (error) => ended(error.message));
    child.on('exit', (code, signal) => ended(`it ended with ${signal ?? `code ${code ?? 0}`}`));
    return child;
  }

  private breakDown(why: string): void {
    this.broken = new Error(`The process that reads images does not start: ${why}.`);
    const jobs = [...this.waiting.splice(0), ...this.busy.values()];
    for (const { timer } of this.busy.values()) clearTimeout(timer);
    this.close();
    this.busy.clear();
    for (const job of jobs) job.fail(this.broken);
  }

  /** Settles the job a process had; one that answered in time stays, any other is ended. */
  private finish(child: ChildProcess, answer: DecodeAnswer): void {
    const job = this.busy.get(child);
    const answered = answer !== TOO_SLOW && answer !== FATAL && answer !== CLOSED;
    this.busy.delete(child);
    if (answered && !this.closed) {
      this.idle.push(child);
    } else {
      const place = this.idle.indexOf(child);
      if (place >= 0) this.idle.splice(place, 1);
      child.kill('SIGKILL');
    }
    if (job === undefined) return;
    clearTimeout(job.timer);
    job.settle(answer);
    if (!this.closed) this.next();
  }
}
