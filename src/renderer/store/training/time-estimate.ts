import type { DatasetSummary } from '../../../contract/dataset';
import type { RunSummary } from '../../../contract/run';
import { multiplications } from '../../../core/network/operations';
import { planNetwork } from '../../../core/network/plan';

/** What the notebook's network does on two cores of an ordinary machine, where nothing has been trained yet. */
const USUAL = { side: 28, channels: 1 as const, latent: 64, imagesPerSecond: 1000 };

/** How long an epoch on some images may take, and whether that rests on a run on this machine. */
export interface TimeEstimate {
  secondsPerEpoch: number;
  measured: boolean;
}

/** An epoch's seconds, from the rate of the newest run and the ratio of the networks' multiplications. */
export function estimateTime(
  { side, channels, train }: DatasetSummary,
  latent: number,
  runs: readonly RunSummary[],
): TimeEstimate {
  const known = runs.find((run) => (run.metrics.at(-1)?.imagesPerSecond ?? 0) > 0);
  const size = known?.description.network ?? USUAL;
  const rate = known?.metrics.at(-1)?.imagesPerSecond ?? USUAL.imagesPerSecond;
  const work = multiplications(planNetwork({ side, channels, latent }));
  const knownWork = multiplications(planNetwork(size));
  return { secondsPerEpoch: (train * work) / (knownWork * rate), measured: known !== undefined };
}
