/** What happens between the wish to quit and the end. */
export interface QuitSteps {
  /** Whether there is a reason to ask first. */
  needsAsking: () => boolean;
  ask: () => Promise<boolean>;
  /** Must not reject. */
  finish: () => Promise<void>;
  quit: () => void;
}

/**
 * Stands in the way of quitting (and of closing the window, which quits) until the user has agreed and the engine has
 * ended. One `QuitGate` hears both events, however often they come.
 */
export class QuitGate {
  readonly #steps: QuitSteps;
  #state: 'open' | 'leaving' | 'done' = 'open';

  constructor(steps: QuitSteps) {
    this.#steps = steps;
  }

  /** For `before-quit` and for the window's `close`; resolves when this wish has been dealt with. */
  async handle(event: { preventDefault: () => void }): Promise<void> {
    if (this.#state === 'done') return;
    event.preventDefault();
    if (this.#state === 'leaving') return;
    this.#state = 'leaving';
    try {
      if (this.#steps.needsAsking() && !(await this.#steps.ask())) {
        this.#state = 'open';
        return;
      }
    } catch (error) {
      this.#state = 'open';
      throw error;
    }
    await this.#steps.finish();
    this.#state = 'done';
    this.#steps.quit();
  }
}
