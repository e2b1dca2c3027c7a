import type { EngineRequest } from '../../contract/wire';
import type { EngineProcess } from '../engine-process';

/** An engine process that does nothing but what a test makes it do; messages are cloned as between processes. */
export class FakeEngineProcess implements EngineProcess {
  static lastPid = 100;
  readonly pid = ++FakeEngineProcess.lastPid;
  readonly requests: EngineRequest[] = [];
  readonly kills: boolean[] = [];
  #onMessage: (message: unknown) => void = () => undefined;
  readonly #onExit: ((code: number) => void)[] = [];

  post(request: EngineRequest): void {
    this.requests.push(structuredClone(request));
  }
  kill(force: boolean): void {
    this.kills.push(force);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }
  onExit(listener: (code: number) => void): void {
    this.#onExit.push(listener);
  }

  say(message: unknown): void {
    this.#onMessage(structuredClone(message));
  }
  event(event: string, payload: unknown): void {
    this.say({ type: 'event', event, payload });
  }
  /** Answers the newest request. */
  answer(output: unknown): void {
    this.say({ type: 'result', id: this.requests.at(-1)?.id, output });
  }
  exit(code: number): void {
    for (const listener of this.#onExit) listener(code);
  }
}
