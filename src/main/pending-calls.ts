import { engineCalls, type EngineCall, type EngineOutput } from '../contract/engine-calls';
import { fromWireError, type WireError } from '../contract/errors';

interface Pending {
  call: EngineCall;
  resolve: (output: unknown) => void;
  reject: (error: Error) => void;
}

/** Calls that the engine has been asked and has not answered yet, by their id. */
export class PendingCalls {
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  /** A new id and the promise of its answer. */
  open<C extends EngineCall>(call: C): { id: number; answer: Promise<EngineOutput<C>> } {
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { call, resolve, reject });
    });
    // What `resolve` is given below has been checked against this very call's output.
    return { id, answer: answer as Promise<EngineOutput<C>> };
  }

  /** Checks and hands over an answer; false for an id that nobody waits for. */
  resolve(id: number, output: unknown): boolean {
    const pending = this.#take(id);
    if (pending === undefined) return false;
    const checked = engineCalls[pending.call].output.safeParse(output);
    if (checked.success) pending.resolve(checked.data);
    else pending.reject(new Error(`the engine's answer to ${pending.call} has an unknown form`));
    return true;
  }

  reject(id: number, error: WireError): boolean {
    const pending = this.#take(id);
    pending?.reject(fromWireError(error));
    return pending !== undefined;
  }

  rejectAll(error: Error): void {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
  }

  /** Which call an id stands for, while it is unanswered. */
  callOf(id: number): EngineCall | undefined {
    return this.#pending.get(id)?.call;
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
