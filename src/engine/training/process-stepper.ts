import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fromWireError } from '../../contract/errors';
import type { NetworkPlan } from '../../core/network/plan';
import type { Weights } from '../network/weights';
import { helperFile } from '../places';
import { stepperAnswer, type StepperAnswer, type StepperRequest } from './stepper-protocol';
import type { StepLosses, Stepper, StepperStart, StepperState, StepRequest } from './stepper';

/**
 * Into how many parts a batch is parted, on any machine, so that the same seed gives the same run on two cores and
 * on eight; a part has a few images at least.
 */
const REPLICAS = 4;
const LEAST_IMAGES = 8;

/** How many times as long as the slowest answer a limit leaves at least: a large step on a busy machine is no fault. */
const PATIENCE = 5;

interface Waiting {
  settle: (answer: StepperAnswer) => void;
  fail: (error: Error) => void;
  /** When it was asked, in the milliseconds of `performance.now`. */
  since: number;
}

/** Takes steps in a process of its own, where TensorFlow has the settings that suit a step. */
export class ProcessStepper implements Stepper {
  private waiting: Waiting | null = null;
  private ended: Error | null = null;
  private limitMs = Infinity;
  private slowestMs = 0;
  private timer: NodeJS.Timeout | undefined;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message: unknown) => this.hear(stepperAnswer.parse(message)));
    child.on('error', (error) => this.end(error.message));
    child.on('exit', (code, signal) => this.end(`it ended with ${signal ?? `code ${code ?? 0}`}`));
  }

  /** `batch`: the most images a step has. Throws UserError when weights or moments are another network's. */
  static async start(plan: NetworkPlan, batch: number, start: StepperStart): Promise<ProcessStepper> {
    const stepper = new ProcessStepper(startProcess());
    const { side, channels, latent } = plan;
    const { weights, learningRate, resume } = start;
    try {
      await stepper.ask({
        kind: 'start',
        size: { side, channels, latent },
        replicas: Math.max(1, Math.min(REPLICAS, Math.floor(batch / LEAST_IMAGES))),
        weights: new Map(weights),
        learningRate,
        resume: resume && { ...resume, optimiser: new Map(resume.optimiser) },
      });
    } catch (error) {
      await stepper.close();
      throw error;
    }
    return stepper;
  }

  /** The number of the process; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  async step(request: StepRequest): Promise<StepLosses> {
    const { values } = expectKind(await this.ask({ kind: 'step', ...request }), 'losses');
    const [bce = NaN, kl = NaN, gradientNorm = NaN] = values;
    return { images: request.n, bce, kl, gradientNorm };
  }

  async weights(): Promise<Weights> {
    return expectKind(await this.ask({ kind: 'weights' }), 'weights').weights;
  }

  async state(): Promise<StepperState> {
    return expectKind(await this.ask({ kind: 'state' }), 'state');
  }

  limit(milliseconds: number): void {
    this.limitMs = milliseconds;
    this.watch();
  }

  async close(): Promise<void> {
    if (this.ended !== null) return;
    await new Promise((resolve) => {
      this.child.once('exit', resolve);
      this.child.kill('SIGKILL');
    });
  }

  private async ask(request: StepperRequest): Promise<StepperAnswer> {
    if (this.ended !== null) throw this.ended;
    if (this.waiting !== null) throw new Error('The process that trains was asked before it had answered.');
    const answer = await new Promise<StepperAnswer>((settle, fail) => {
      this.waiting = { settle, fail, since: performance.now() };
      this.watch();
      // A process that is gone is noticed by its exit.
      this.child.send(request, () => undefined);
    });
    if (answer.kind === 'failed') throw fromWireError(answer.error);
    return answer;
  }

  private hear(answer: StepperAnswer): void {
    const { waiting } = this;
    clearTimeout(this.timer);
    if (waiting !== null) this.slowestMs = Math.max(this.slowestMs, performance.now() - waiting.since);
    this.waiting = null;
    waiting?.settle(answer);
  }

  /** Ends the process when the question it was asked is not answered within the limit. */
  private watch(): void {
    clearTimeout(this.timer);
    if (this.waiting === null || this.limitMs === Infinity) return;
    this.timer = setTimeout(
      () => {
        this.end('it did not answer');
        this.child.kill('SIGKILL');
      },
      Math.max(this.limitMs, PATIENCE * this.slowestMs),
    );
  }

  private end(why: string): void {
    clearTimeout(this.timer);
    this.ended ??= new Error(
      `The process that trains is gone (${why}): resume the run, which goes on from its last checkpoint.`,
    );
    const { waiting } = this;
    this.waiting = null;
    waiting?.fail(this.ended);
  }
}

function startProcess(): ChildProcess {
  const cores = availableParallelism();
  return fork(helperFile('stepper-process.js'), [], {
    // In Electron's utility process the executable is Electron's own. What the user set for TensorFlow stays.
    env: {
      TF_NUM_INTRAOP_THREADS: String(Math.max(1, Math.floor(cores / REPLICAS))),
      TF_NUM_INTEROP_THREADS: String(cores),
      TF_CPU_ALLOCATOR_USE_BFC: '1',
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1',
    },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

function expectKind<K extends StepperAnswer['kind']>(
  answer: StepperAnswer,
  kind: K,
): Extract<StepperAnswer, { kind: K }> {
  if (isKind(answer, kind)) return answer;
  throw new Error(`The process that trains answered ${answer.kind} where ${kind} was asked.`);
}

function isKind<K extends StepperAnswer['kind']>(
  answer: StepperAnswer,
  kind: K,
): answer is Extract<StepperAnswer, { kind: K }> {
  return answer.kind === kind;
}
