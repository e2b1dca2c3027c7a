/** Holds whoever waits for its end. */
export class Pause {
  private readonly held: Promise<void>;
  private release: () => void = () => undefined;

  constructor() {
    this.held = new Promise((resolve) => (this.release = resolve));
  }

  over(): Promise<void> {
    return this.held;
  }

  end(): void {
    this.release();
  }
}
