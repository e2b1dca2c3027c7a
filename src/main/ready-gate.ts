/** Lets callers wait until the engine is ready; closes again when it dies, and fails when it stays away. */
export class ReadyGate {
  #opened = false;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #promise = this.#renew();

  /** Resolves when the engine is ready; rejects when it will not be. */
  get opened(): Promise<void> {
    return this.#promise;
  }

  open(): void {
    this.#opened = true;
    this.#resolve();
  }

  close(): void {
    // Those who wait already go on waiting for the next opening.
    if (!this.#opened) return;
    this.#opened = false;
    this.#promise = this.#renew();
  }

  fail(error: Error): void {
    this.close();
    this.#reject(error);
  }

  #renew(): Promise<void> {
    const promise = new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Nobody may be waiting; those who are get the rejection through `opened`.
    promise.catch(() => undefined);
    return promise;
  }
}
