import {
  engineCalls,
  engineEvents,
  type EmitEvent,
  type EngineCall,
  type EngineEvent,
  type EngineInput,
  type EngineOutput,
} from '../contract/engine-calls';
import type { EngineStatus } from '../contract/window-calls';
import { engineMessage } from '../contract/wire';
import { EngineEnded } from './engine-ended';
import type { EngineProcess, ForkEngine } from './engine-process';
import {
  closingSentence,
  exitWords,
  failedSentence,
  restartedSentence,
  silentSentence,
  startingAgainSentence,
  stoppedSentence,
} from './engine-words';
import type { Log } from './log';
import { newestCheckpoint } from './newest-checkpoint';
import { PendingCalls } from './pending-calls';
import { Pulse } from './pulse';
import { ReadyGate } from './ready-gate';
import { RestartPolicy } from './restart-policy';

/** TensorFlow's library is 0.8 GB: from a slow disk the first start takes its time. */
const START_LIMIT_MS = 120_000;
const END_LIMIT_MS = 2_000;

export interface EngineHostOptions {
  fork: ForkEngine;
  onEvent: EmitEvent;
  onStatus: (status: EngineStatus) => void;
  log: Log;
  platform?: NodeJS.Platform;
}

type Notice = Pick<EngineStatus, 'message' | 'resumable'>;
const noNotice: Notice = { message: '', resumable: null };

/** Starts the engine's process, asks it, watches it, and starts it again when it dies. */
export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #calls = new PendingCalls();
  readonly #restarts = new RestartPolicy();
  readonly #pulse = new Pulse({ silent: () => this.#tellSilent(), back: () => this.#tellBack() });
  #gate = new ReadyGate();
  #process: EngineProcess | null = null;
  #status: EngineStatus = { state: 'starting', ...noNotice };
  /** What to tell once the engine is back. */
  #notice: Notice = noNotice;
  #trainingFolder: string | null = null;
  #onTrainingEnd: (() => void) | null = null;
  #closing = false;
  /** It was ended because it did not answer. */
  #endedAsSilent = false;

  constructor(options: EngineHostOptions) {
    this.#options = options;
  }

  get status(): EngineStatus {
    return this.#status;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Whether a run is training, paused ones included. */
  get isTraining(): boolean {
    return this.#trainingFolder !== null;
  }

  /** The run that is being trained, paused ones included. */
  get trainingFolder(): string | null {
    return this.#trainingFolder;
  }

  start(): void {
    this.#tell({ state: 'starting', ...noNotice });
    this.#launch();
  }

  /** Ends an engine that does not answer, after which another is started; starts one again that was given up. */
  restart(): void {
    if (this.#closing) return;
    if (this.#process !== null) {
      if (this.#status.state !== 'silent') return;
      this.#endedAsSilent = true;
      this.#process.kill(true);
      return;
    }
    if (this.#status.state !== 'failed') return;
    this.#restarts.forget();
    this.#gate = new ReadyGate();
    this.#tell({ state: 'restarting', message: startingAgainSentence, resumable: this.#status.resumable });
    this.#notice = { ...noNotice, resumable: this.#status.resumable };
    this.#launch();
  }

  /**
   * Asks the engine, once it is ready. Rejects with the engine's own UserError or Error, and with EngineEnded when its
   * process ends before it has answered.
   */
  async call<C extends EngineCall>(call: C, input: EngineInput<C>): Promise<EngineOutput<C>> {
    await this.#gate.opened;
    return this.#ask(call, input);
  }

  /** For quitting: a run in training gets `limitMs` to checkpoint and stop; then the process is ended. */
  async close(limitMs: number): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    if (this.#process !== null && this.#trainingFolder !== null) await this.#stopTraining(limitMs);
    const child = this.#process;
    if (child === null) return;
    const ended = new Promise<void>((resolve) => child.onExit(() => resolve()));
    child.kill(false);
    if (!(await within(ended, END_LIMIT_MS))) child.kill(true);
    await within(ended, END_LIMIT_MS);
  }

  async #stopTraining(limitMs: number): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#onTrainingEnd = resolve;
    });
    const asked = this.#ask('training.stop', {}).catch((error: unknown) => {
      this.#options.log.error('Training could not be stopped at quitting', error);
    });
    if (!(await within(Promise.all([asked, ended]), limitMs)))
      this.#options.log.warn(`Training did not stop within ${limitMs} ms; its last checkpoint stays.`);
  }

  #ask<C extends EngineCall>(call: C, input: EngineInput<C>): Promise<EngineOutput<C>> {
    if (this.#process === null) return Promise.reject(new EngineEnded(closingSentence));
    const { id, answer } = this.#calls.open(call);
    this.#process.post({ id, call, input });
    return answer;
  }

  #launch(): void {
    const child = this.#options.fork();
    this.#process = child;
    const late = setTimeout(() => {
      this.#options.log.error(`The engine was not ready after ${START_LIMIT_MS} ms and is ended.`);
      child.kill(true);
    }, START_LIMIT_MS);
    child.onMessage((message) => {
      if (this.#read(message) === 'ready') clearTimeout(late);
    });
    child.onExit((code) => {
      clearTimeout(late);
      this.#ended(code);
    });
  }

  #read(raw: unknown): 'ready' | null {
    const parsed = engineMessage.safeParse(raw);
    if (!parsed.success) {
      this.#options.log.error('The engine sent a message of an unknown form', parsed.error);
      return null;
    }
    this.#pulse.beat();
    const message = parsed.data;
    switch (message.type) {
      case 'ready':
        this.#options.log.info(`The engine is ready (process ${String(this.pid)}).`);
        this.#tell({ state: 'ready', ...this.#notice });
        this.#gate.open();
        this.#pulse.start();
        return 'ready';
      case 'alive':
        return null;
      case 'result':
        this.#noteResult(this.#calls.callOf(message.id), message.output);
        if (!this.#calls.resolve(message.id, message.output)) this.#logStray(message.id);
        return null;
      case 'error':
        if (!this.#calls.reject(message.id, message.error)) this.#logStray(message.id);
        return null;
      case 'event':
        this.#forward(message.event, message.payload);
        return null;
    }
  }

  #logStray(id: number): void {
    this.#options.log.error(`The engine answered call ${id}, which nobody waits for.`);
  }

  /** A run that has started is one that a crash would interrupt; what was said of an earlier crash is then over. */
  #noteResult(call: EngineCall | undefined, output: unknown): void {
    if (call !== 'training.start' && call !== 'training.resume') return;
    const started = engineCalls[call].output.safeParse(output);
    if (!started.success) return;
    this.#trainingFolder = started.data.runFolder;
    this.#notice = noNotice;
    if (this.#status.message !== '') this.#tell({ state: this.#status.state, ...noNotice });
  }

  #forward(name: string, payload: unknown): void {
    if (!isEngineEvent(name)) {
      this.#options.log.error(`The engine told of '${name}', which is not in the contract.`);
      return;
    }
    if (name === 'training.progress') {
      const progress = engineEvents[name].safeParse(payload);
      if (progress.success) this.#trainingFolder = progress.data.runFolder;
    }
    if (name === 'training.end') {
      this.#trainingFolder = null;
      this.#onTrainingEnd?.();
    }
    emitChecked(name, payload, this.#options);
  }

  #ended(code: number): void {
    this.#process = null;
    this.#pulse.stop();
    const how = this.#endedAsSilent
      ? 'it did not answer and was ended'
      : exitWords(code, this.#options.platform ?? process.platform);
    this.#endedAsSilent = false;
    const folder = this.#trainingFolder;
    this.#trainingFolder = null;
    this.#onTrainingEnd?.();
    if (this.#closing) {
      this.#calls.rejectAll(new EngineEnded(closingSentence));
      return;
    }
    const sentence = stoppedSentence(how, folder !== null);
    this.#options.log.error(sentence);
    const wait = this.#restarts.afterCrash(Date.now());
    if (wait === null) {
      const message = failedSentence(how, this.#restarts.crashes);
      this.#calls.rejectAll(new EngineEnded(message));
      this.#gate.fail(new EngineEnded(message));
      this.#tell({ state: 'failed', message, resumable: this.#notice.resumable });
      return;
    }
    this.#calls.rejectAll(new EngineEnded(sentence));
    this.#gate.close();
    this.#tell({ state: 'restarting', message: `${sentence} It is being restarted.`, resumable: null });
    this.#restart(how, folder, wait).catch((error: unknown) => {
      this.#options.log.error('The engine could not be restarted', error);
      const message = failedSentence(how, this.#restarts.crashes);
      this.#gate.fail(new EngineEnded(message));
      this.#tell({ state: 'failed', message, resumable: null });
    });
  }

  async #restart(how: string, folder: string | null, waitMs: number): Promise<void> {
    const step = folder === null ? null : await newestCheckpoint(folder);
    const resumable = folder !== null && step !== null ? { runFolder: folder, step } : null;
    // A second crash before the user has resumed the run does not take the offer back.
    this.#notice = {
      message: restartedSentence(how, folder !== null, step),
      resumable: resumable ?? this.#notice.resumable,
    };
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (!this.#closing) this.#launch();
  }

  #tellSilent(): void {
    const message = silentSentence(this.isTraining);
    this.#options.log.warn(message);
    this.#tell({ state: 'silent', message, resumable: null });
  }

  #tellBack(): void {
    this.#options.log.info('The engine answers again.');
    this.#tell({ state: 'ready', ...this.#notice });
  }

  #tell(status: EngineStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
  }
}

function isEngineEvent(name: string): name is EngineEvent {
  return Object.hasOwn(engineEvents, name);
}

function emitChecked(event: EngineEvent, payload: unknown, { onEvent, log }: EngineHostOptions): void {
  const checked = engineEvents[event].safeParse(payload);
  if (checked.success) onEvent(event, checked.data);
  else log.error(`The engine told of '${event}' in an unknown form`, checked.error);
}

/** Whether a promise settles within so many milliseconds. */
async function within(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const inTime = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
