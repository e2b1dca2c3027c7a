import type { RunDescription } from '../../contract/run';
import { UserError } from '../../contract/errors';
import type { CheckpointChoice } from '../../contract/training';
import type { Vae } from '../network/vae';
import type { RunFolder } from '../runs/run-folder';
import type { HistoryRecord } from './history-record';

/** The model at hand: its network, and the run it belongs to. */
export class Model {
  private readonly closing = new AbortController();
  private loading: Promise<Vae> | null = null;
  private users = 1;
  private folder: RunFolder;
  /** What records its training; null of a model that was not trained since it was opened. */
  history: HistoryRecord | null = null;

  /** `load` makes the network when it is first needed: whoever only opens a run does not wait for TensorFlow. */
  constructor(
    run: RunFolder,
    private readonly load: () => Promise<Vae>,
    /** Whose weights these are: those of the run's newest checkpoint, or of its best epoch. */
    readonly choice: CheckpointChoice = 'last',
  ) {
    this.folder = run;
  }

  get run(): RunFolder {
    return this.folder;
  }

  /** The same run with a description that has changed meanwhile. */
  describeAnew(run: RunFolder): void {
    this.folder = run;
  }

  get description(): RunDescription {
    return this.run.description;
  }

  /** Ends what still computes with this model when it is freed. */
  get signal(): AbortSignal {
    return this.closing.signal;
  }

  vae(): Promise<Vae> {
    this.loading ??= this.load();
    return this.loading;
  }

  /** Lends the network to `work` and frees it no sooner than that is done. */
  async use<T>(work: (vae: Vae) => Promise<T>): Promise<T> {
    this.keep();
    try {
      return await work(await this.vae());
    } finally {
      this.release();
    }
  }

  /** One more holder; each calls `release` once. */
  keep(): this {
    this.users += 1;
    return this;
  }

  /** The last holder frees the network. */
  release(): void {
    this.users -= 1;
    if (this.users > 0) return;
    this.closing.abort(new UserError('Another model was opened meanwhile.'));
    // Whoever asked for a network that could not be made was told so.
    this.loading?.then(
      (vae) => vae.dispose(),
      () => undefined,
    );
  }
}
