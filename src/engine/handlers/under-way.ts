import { UserError } from '../../contract/errors';

/** Requests that go on side by side, until they are done or all are ended together. */
export class UnderWay {
  private readonly controllers = new Set<AbortController>();

  /** Does `work`, which minds the signal. */
  async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.controllers.add(controller);
    try {
      return await work(controller.signal);
    } finally {
      this.controllers.delete(controller);
    }
  }

  /** Ends all of them with a sentence. */
  end(reason: string): void {
    for (const controller of this.controllers) controller.abort(new UserError(reason));
  }
}
