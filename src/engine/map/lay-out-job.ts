import { defaultEpochs, project } from '../../core/map/project';
import { neighboursKept, trustworthiness } from '../../core/map/quality';
import type { MapJob, MapMessage } from './map-messages';

const TELL_EVERY_MS = 100;
/** Neighbours whose faithfulness is measured. */
const QUALITY_NEIGHBOURS = 15;
/** A map that starts from the former one is nearly right already: half the way at half the speed, so that it moves and does not jump. */
const GOING_ON = { share: 0.5, learningRate: 0.5 };

/** Lays out one job, telling how the map forms about ten times a second and its result at the end. Throws as `project`. */
export function layOutJob(job: MapJob, tell: (message: MapMessage) => void): void {
  const { vectors, n, d, dims, method, minDist, seed, nNeighbors, neighbours, initial } = job;
  tell({ type: 'progress', stage: 'graph', fraction: 0, positions: null });
  let told = 0;
  const { positions, epochs, seconds, notes, explainedVariance } = project({
    vectors,
    n,
    d,
    dims,
    method,
    minDist,
    seed,
    nNeighbors,
    ...(method === 'umap' && neighbours.k > 0 ? { neighbours: { n, ...neighbours } } : {}),
    ...(initial === null
      ? {}
      : {
          initial,
          epochs: Math.ceil(defaultEpochs(n) * GOING_ON.share),
          learningRate: GOING_ON.learningRate,
        }),
    onProgress: (epoch, all, now) => {
      if (performance.now() - told < TELL_EVERY_MS) return;
      told = performance.now();
      tell({ type: 'progress', stage: 'layout', fraction: epoch / all, positions: now.slice() });
    },
  });
  tell({ type: 'progress', stage: 'quality', fraction: 0, positions });
  const began = performance.now();
  const quality = trustworthiness(vectors, n, d, positions, dims, QUALITY_NEIGHBOURS);
  const kept = neighboursKept({ n, ...neighbours }, positions, dims, QUALITY_NEIGHBOURS);
  const distortion = new Float32Array(n).fill(Number.NaN);
  kept.rows.forEach((row, i) => {
    distortion[row] = 1 - kept.shares[i]!;
  });
  const { graph, layout } = seconds;
  tell({
    type: 'done',
    positions,
    epochs,
    seconds: { graph, layout, quality: (performance.now() - began) / 1000 },
    trustworthiness: quality.value,
    sampled: quality.sampled,
    neighboursKept: kept.mean,
    distortion,
    explainedVariance: explainedVariance ?? [],
    notes: [...notes, ...varianceNote(explainedVariance)],
  });
}

function varianceNote(shares: readonly number[] | undefined): string[] {
  if (shares === undefined) return [];
  const perCent = shares.map((share) => `${(100 * share).toFixed(1)} %`);
  return [`The axes carry ${perCent.join(', ')} of the variance.`];
}
