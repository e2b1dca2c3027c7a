import { messageOf } from '../../contract/errors';
import type { Engine } from '../../engine/engine';

/**
 * Maps the test set after each epoch while a run trains, each map going on from the one before, as the window does: the
 * engine keeps them with the run. One at a time: an epoch that ends while the map before it is being made waits, and of
 * several that wait only the newest is mapped.
 */
export class EpochMaps {
  private working: Promise<void> | null = null;
  private isAsked = false;
  private problem: string | null = null;

  constructor(private readonly engine: Engine) {}

  /** An epoch has ended. */
  add(): void {
    this.isAsked = true;
    this.working ??= this.work();
  }

  /** When all are made; a sentence when one could not be, else null. */
  async done(): Promise<string | null> {
    await this.working;
    return this.problem;
  }

  private async work(): Promise<void> {
    try {
      while (this.isAsked) {
        this.isAsked = false;
        await this.engine.call('space.encode', {});
        await this.engine.call('space.map', { continueFromLast: true });
      }
    } catch (error) {
      const reason = messageOf(error);
      this.problem = `The maps of the epochs end early: ${reason}`;
    } finally {
      this.working = null;
    }
  }
}
