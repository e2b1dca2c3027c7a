/** Holds whoever waits for its end. */
export class Pause {
  private readonly held: Promise<void>;
  private release: () => void = () => undefined;
  /** Whether someone waits, so that nothing goes on. */
  holds = false;

  constructor() {
    this.held = new Promise((resolve) => (this.release = resolve));
  }

  over(): Promise<void> {
    this.holds = true;
    return this.held;
  }

  end(): void {
    this.release();
  }
}
