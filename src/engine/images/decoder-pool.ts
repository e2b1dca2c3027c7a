import { fork, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { helperFile } from '../places';
import {
  bytesPerFile,
  decoderMessage,
  type DecodeAnswer,
  type DecodeRequest,
  type DecodeTask,
  type FileAnswer,
  type Refused,
} from './protocol';
import { openShared, readShared } from './shared-file';

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

/** Where a process puts the pixels it was asked for; it has the next request at hand when it has answered one. */
const PLACES = [0, 2 ** 24] as const;

/**
 * Pixels that nobody needs any more would else be freed seldom and into many pools: after 50,000 files a process held
 * 109 MB, and holds 35 so.
 */
const FRUGAL = { flags: ['--max-semi-space-size=1'], env: { MALLOC_ARENA_MAX: '1' } };

interface Job {
  request: DecodeRequest;
  /** Where the pixels go. */
  pixels: Uint8Array;
  settle: (answers: FileAnswer[]) => void;
  fail: (error: Error) => void;
}

/** A process, and the requests it was given in their order, each with the place of its pixels in the shared file. */
interface Decoder {
  child: ChildProcess;
  /** Descriptor of the file in which pixels are passed. */
  shared: number;
  jobs: { job: Job; at: number }[];
  /** Of the first request. */
  timer: NodeJS.Timeout | undefined;
  /** It has loaded what it needs. */
  isReady: boolean;
}

/**
 * Processes that decode images, some files at a time each. When one ends or takes too long over several files, these are
 * given out again one by one, so that only the file that is to blame is refused; its process is replaced, and the others
 * go on. Whoever makes a pool closes it.
 */
export class DecoderPool {
  private readonly waiting: Job[] = [];
  private readonly decoders = new Set<Decoder>();
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
    return this.processes * PLACES.length;
  }

  /**
   * Answers a request, one answer for each of its files, and puts the pixels into `pixels` `[files, side, side,
   * channels]`; those of a refused file are of no meaning. What goes wrong with a file is a refusal with its reason; rejects only
   * when the processes do not start at all.
   */
  decode(request: DecodeRequest, pixels: Uint8Array = new Uint8Array()): Promise<FileAnswer[]> {
    const bytes = bytesPerFile(request) * request.files.length;
    if (pixels.length !== bytes || bytes > PLACES[1])
      throw new Error(`There is no place for ${bytes} bytes of pixels.`);
    if (this.broken !== null) return Promise.reject(this.broken);
    if (this.closed) return Promise.resolve(allRefused(request, CLOSED));
    return new Promise((settle, fail) => {
      this.waiting.push({ request, pixels, settle, fail });
      this.next();
    });
  }

  /** Starts all processes, for requests that will come: they take a moment to load what they need. */
  warmUp(): void {
    while (this.decoders.size < this.processes) this.start();
  }

  /** Ends every process; files under way or waiting are refused. */
  close(): void {
    this.closed = true;
    for (const job of this.waiting.splice(0)) job.settle(allRefused(job.request, CLOSED));
    for (const { child } of this.decoders) child.kill('SIGKILL');
  }

  private next(): void {
    while (this.waiting.length > 0) {
      const decoder = this.freeDecoder();
      if (decoder === null) return;
      const job = this.waiting.shift()!;
      const at = PLACES.find((place) => decoder.jobs.every((other) => other.at !== place)) ?? 0;
      decoder.jobs.push({ job, at });
      if (decoder.jobs.length === 1) this.time(decoder);
      const task: DecodeTask = { request: job.request, at };
      // A process that is gone answers by its exit, which is heard below.
      decoder.child.send(task, () => undefined);
    }
  }

  /** The process with the least to do, a new one before one that has something to do; null when all have enough. */
  private freeDecoder(): Decoder | null {
    let free: Decoder | null = null;
    for (const decoder of this.decoders)
      if (decoder.jobs.length < (free?.jobs.length ?? PLACES.length)) free = decoder;
    return free?.jobs.length !== 0 && this.decoders.size < this.processes ? this.start() : free;
  }

  /** A file's time begins when its process can read it, not while that starts or reads others. */
  private time(decoder: Decoder): void {
    clearTimeout(decoder.timer);
    if (decoder.isReady && decoder.jobs.length > 0)
      decoder.timer = setTimeout(() => this.fail(decoder, TOO_SLOW), this.timeOutMs);
  }

  private start(): Decoder {
    const shared = openShared();
    const child = fork(this.decoder, [], {
      // In Electron's utility process the executable is Electron's own.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...FRUGAL.env },
      execArgv: FRUGAL.flags,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc', shared],
    });
    const decoder: Decoder = { child, shared, jobs: [], timer: undefined, isReady: false };
    this.decoders.add(decoder);
    child.on('message', (message: unknown) => {
      const heard = decoderMessage.parse(message);
      if (heard.kind === 'answer') this.finish(decoder, heard);
      else {
        decoder.isReady = true;
        this.time(decoder);
      }
    });
    const ended = (why: string): void => {
      if (!decoder.isReady && !this.closed && decoder.jobs.length > 0) this.breakDown(why);
      this.fail(decoder, FATAL);
    };
    child.on('error', (error) => ended(error.message));
    child.on('exit', (code, signal) => ended(`it ended with ${signal ?? `code ${code ?? 0}`}`));
    return decoder;
  }

  private breakDown(why: string): void {
    this.broken = new Error(`The process that reads images does not start: ${why}.`);
    const jobs = [...this.waiting.splice(0), ...[...this.decoders].flatMap(takeJobs)];
    for (const { timer } of this.decoders) clearTimeout(timer);
    this.close();
    for (const job of jobs) job.fail(this.broken);
  }

  /** A process answered its first request; it stays for the next one. */
  private finish(decoder: Decoder, answer: DecodeAnswer): void {
    const [first] = decoder.jobs;
    if (first === undefined) return;
    const { job, at } = first;
    const isWhole = answer.at === at && answer.files.length === job.request.files.length;
    if (!isWhole || !readShared(decoder.shared, job.pixels, at)) {
      this.fail(decoder, FATAL);
      return;
    }
    decoder.jobs.shift();
    this.time(decoder);
    job.settle(answer.files);
    this.next();
  }

  /**
   * A process ended or is too slow: it goes, and the files of its first request are refused or, if they are several,
   * tried one by one. Its next request is another's.
   */
  private fail(decoder: Decoder, why: Refused): void {
    if (!this.decoders.delete(decoder)) return;
    decoder.child.kill('SIGKILL');
    closeSync(decoder.shared);
    clearTimeout(decoder.timer);
    const jobs = takeJobs(decoder);
    if (this.closed) {
      for (const each of jobs) each.settle(allRefused(each.request, CLOSED));
      return;
    }
    const [job, ...others] = jobs;
    this.waiting.unshift(...others);
    if (job?.request.files.length === 1) job.settle(allRefused(job.request, why));
    else if (job !== undefined) this.retryOneByOne(job);
    this.next();
  }

  private retryOneByOne({ request, pixels, settle, fail }: Job): void {
    const each = bytesPerFile(request);
    const singles = request.files.map((file, i) =>
      this.decode(onlyOf(request, file, i), pixels.subarray(i * each, (i + 1) * each)),
    );
    Promise.all(singles).then(
      (answers) => settle(answers.flat()),
      (error: unknown) => fail(error instanceof Error ? error : new Error(String(error))),
    );
  }
}

/** The same asked of one file, the `i`th. */
function onlyOf(request: DecodeRequest, file: string, i: number): DecodeRequest {
  const pages = 'pages' in request ? request.pages : undefined;
  return { ...request, files: [file], ...(pages === undefined ? {} : { pages: [pages[i] ?? 0] }) };
}

function takeJobs({ jobs }: Decoder): Job[] {
  return jobs.splice(0).map(({ job }) => job);
}

function allRefused({ files }: DecodeRequest, why: Refused): FileAnswer[] {
  return files.map(() => why);
}
