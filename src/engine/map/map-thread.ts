import { alignTo } from '../../core/map/align';
import { initialPositions } from '../../core/map/initial';
import { LayoutThread } from '../../core/map/layout-thread';
import { defaultEpochs, project } from '../../core/map/project';
import { neighboursKept } from '../../core/map/neighbours-kept';
import type { MapMessage, MapTask } from './map-messages';

/** How often the map is shown while it forms; a large one less often, for each showing copies it. */
const TELL_EVERY_MS = 100;
const TELL_MS_PER_POINT = 0.002;
/** A map that starts from the former one is nearly right already: half the way at half the speed, so that it moves and does not jump. */
const GOING_ON = { share: 0.5, learningRate: 0.5 };

type Task<Name extends MapTask['task']> = Extract<MapTask, { task: Name }>;

/** What a thread of the map does; `tell` carries what it has to say to the engine. */
export class MapThread {
  private initial: Float32Array | null = null;

  constructor(private readonly tell: (message: MapMessage) => void) {}

  /** Does a task and tells its end. Throws as `project` and the measures do. */
  run(task: MapTask): void {
    switch (task.task) {
      case 'start':
        this.initial = initialPositions(task.vectors, task.n, task.d, task.dims, task.seed);
        this.tell({ type: 'done' });
        break;
      case 'layOut':
        this.layOut(task);
        break;
      case 'follow':
        new LayoutThread(task.layout, task.index, task.threads).follow();
        this.tell({ type: 'done' });
        break;
      case 'kept': {
        const { mean, shares } = neighboursKept(task.neighbours, task.positions, task.dims, task.k);
        this.tell({ type: 'kept', mean, distortion: shares.map((share) => 1 - share) });
      }
    }
  }

  private layOut(task: Task<'layOut'>): void {
    const { n, dims, method, neighbours, former, threads } = task;
    this.tell({ type: 'progress', stage: 'graph', fraction: 0, positions: null });
    const every = Math.max(TELL_EVERY_MS, n * TELL_MS_PER_POINT);
    /** A map that goes on from the former one lies on it. */
    const placed = (positions: Float32Array): Float32Array =>
      former === null ? positions.slice() : alignTo(former, positions, n, dims);
    const initial = former ?? this.initial;
    this.initial = null;
    let told = 0;
    const { positions, epochs, seconds, notes, explainedVariance } = project({
      vectors: task.vectors,
      n,
      d: task.d,
      dims,
      method,
      minDist: task.minDist,
      seed: task.seed,
      nNeighbors: task.nNeighbors,
      ...(method === 'umap' && neighbours.k > 0 ? { neighbours } : {}),
      ...(initial === null ? {} : { initial }),
      ...(former === null
        ? {}
        : {
            epochs: Math.ceil(defaultEpochs(n) * GOING_ON.share),
            learningRate: GOING_ON.learningRate,
          }),
      ...(threads === 1
        ? {}
        : { crew: { threads, begin: (layout) => this.tell({ type: 'shared', layout }) } }),
      onProgress: (epoch, all, now) => {
        if (performance.now() - told < every) return;
        told = performance.now();
        this.tell({ type: 'progress', stage: 'layout', fraction: epoch / all, positions: placed(now) });
      },
    });
    const { graph, layout } = seconds;
    this.tell({
      type: 'laidOut',
      positions: placed(positions),
      epochs,
      seconds: { graph, layout },
      explainedVariance: explainedVariance ?? [],
      notes: [...notes, ...varianceNote(explainedVariance)],
    });
  }
}

function varianceNote(shares: readonly number[] | undefined): string[] {
  if (shares === undefined) return [];
  const perCent = shares.map((share) => `${(100 * share).toFixed(1)} %`);
  return [`The axes carry ${perCent.join(', ')} of the variance.`];
}
