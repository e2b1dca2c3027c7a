import { UserError } from '../../contract/errors';
import type { EmitEvent } from '../../contract/engine-calls';
import type { DataOptions, DataSource } from '../../contract/dataset';
import { preparedAs } from '../../contract/prepared-as';
import type { RunDescription } from '../../contract/run';
import type { Embedding, LatentMap, MapConfig } from '../../contract/space';
import type { TableRoles } from '../../contract/table';
import type { Dataset } from '../datasets/dataset';
import { DatasetCache } from '../datasets/load-dataset';
import { TableMemory } from '../datasets/vectors/table-memory';
import { PixelCache } from '../images/pixel-cache';
import type { FoundNeighbours } from '../map/neighbours';
import type { RunFolder } from '../runs/run-folder';
import { Foreground } from './foreground';
import { Latest } from './latest';
import type { Model } from './model';
import type { TrainingSession } from './training-session';
import { UnderWay } from './under-way';

const PROGRESS_INTERVAL_MS = 100;
/** Longer than it takes until the window tells of its use again. */
const WINDOW_QUIET_MS = 400;

/** Encoded images, and what has been made of them since. */
export interface Space {
  embedding: Embedding;
  /** Name of the data set, where it is known. */
  name?: string;
  /** SHA-256 over vectors from elsewhere, where it is such, and what the columns of their table were taken for. */
  vectors?: string;
  roles?: TableRoles;
  /** The run whose own test set this is, and so the run that keeps its latents and its map. */
  run: RunFolder | null;
  map: LatentMap | null;
  /** Keeps a map as that of the epoch that these images were encoded after; of a run that trains, or has just trained. */
  keepMap?: (map: LatentMap) => Promise<void>;
  /** The settings `map` was made with, where they are known. */
  mapConfig?: MapConfig;
  neighbours: FoundNeighbours | null;
}

/** What the engine holds between calls; the handlers share one. */
export class EngineState {
  readonly data = new DatasetCache();
  readonly tables = new TableMemory();
  /** Null where no pixels are kept between sessions. */
  readonly pixels: PixelCache | null;
  readonly describing = new Latest('Looking at these images');
  readonly encoding = new Latest('This encoding');
  readonly mapping = new Latest('This map');
  readonly previewing = new Latest('This preview');
  readonly sampling = new Latest('This drawing of samples');
  readonly exporting = new UnderWay();
  /** Searches for neighbours, which the latent tools wait for. */
  readonly searching = new UnderWay();
  readonly foreground = new Foreground();
  /** Whether the user is busy in the window, as it tells a few times a second; training gives way to that. */
  readonly windowUse = new Foreground(WINDOW_QUIET_MS);
  model: Model | null = null;
  space: Space | null = null;
  /** The last map of any space, from which the next one may start. */
  lastMap: LatentMap | null = null;
  training: TrainingSession | null = null;
  /** Settles when the last training session has told its end. */
  trainingDone: Promise<void> = Promise.resolve();
  private starting: AbortController | null = null;

  /** `cacheFolder`: where decoded pixels are kept between sessions; none are when it is null. */
  constructor(
    readonly emit: EmitEvent,
    cacheFolder: string | null = null,
  ) {
    this.pixels = cacheFolder === null ? null : new PixelCache(cacheFolder);
  }

  /** Throws UserError when no model is at hand. */
  requireModel(): Model {
    if (this.model === null) throw new UserError('There is no model yet: open a run or train one first.');
    return this.model;
  }

  /** Throws UserError when nothing has been encoded. */
  requireSpace(): Space {
    if (this.space === null)
      throw new UserError('No images have been encoded yet: open a run or encode a folder first.');
    return this.space;
  }

  /** Makes a space the one at hand, and ends what is still being found out about the former, with a sentence. */
  replaceSpace(space: Space, why: string): void {
    this.mapping.end(why);
    this.searching.end(why);
    this.space = space;
  }

  /** Makes a model the one at hand; the former is freed unless something else holds it. */
  setModel(model: Model): void {
    const former = this.model;
    this.model = model;
    former?.release();
  }

  /** Sets up a run; one at a time trains. Throws UserError while another is training or being set up. */
  async whileStarting<T>(start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.training !== null || this.starting !== null) {
      throw new UserError('A run is training already: stop it first.');
    }
    this.starting = new AbortController();
    try {
      return await start(this.starting.signal);
    } finally {
      this.starting = null;
    }
  }

  /** Ends the setting up of a run, if one is being set up; its call rejects with the sentence. */
  stopStarting(reason: string): void {
    this.starting?.abort(new UserError(reason));
  }

  /** Ends everything under way; training saves a checkpoint first. */
  async close(): Promise<void> {
    const reason = 'The engine is shutting down.';
    this.stopStarting(reason);
    this.exporting.end(reason);
    this.searching.end(reason);
    for (const requests of [this.describing, this.encoding, this.mapping, this.previewing, this.sampling]) {
      requests.end(reason);
    }
    this.training?.stop();
    await this.trainingDone;
    await this.pixels?.settled();
    const problem = this.pixels?.problem ?? null;
    if (problem !== null) this.emit('data.progress', { text: problem, done: 0, total: 0 });
    this.model?.release();
    this.model = null;
  }

  /** Reads the images a run was trained on, from where they lie now. Whether they are the same is not told by this. */
  loadOwn(run: RunDescription, source: DataSource, signal: AbortSignal): Promise<Dataset> {
    return this.loadData(source, run.options, signal);
  }

  /** Reads other images for a run's model, prepared as its own were unless `asked` says otherwise: the one way they get there. */
  loadOthers(
    run: RunDescription,
    { source, options }: { source: DataSource; options?: DataOptions | undefined },
    signal: AbortSignal,
  ): Promise<Dataset> {
    return this.loadData(source, preparedAs(run, source, options), signal);
  }

  /** Reads a data set and tells how far it is. Throws as the loaders do. */
  loadData(source: DataSource, options: DataOptions, signal: AbortSignal): Promise<Dataset> {
    const onProgress = throttled((progress) => this.emit('data.progress', progress));
    return this.data.load(source, options, { onProgress, signal, cache: this.pixels });
  }
}

interface Counted {
  text: string;
  done: number;
  total: number;
}

/** Passes on the first, the last, and in between about ten a second; nothing of what is over in `afterMs`. */
export function throttled(tell: (progress: Counted) => void, afterMs = 0): (progress: Counted) => void {
  const began = performance.now();
  let last = 0;
  return (progress) => {
    const now = performance.now();
    if (now - began < afterMs) return;
    if (progress.done > 0 && progress.done < progress.total && now - last < PROGRESS_INTERVAL_MS) return;
    last = now;
    tell(progress);
  };
}
