import { describe, expect, it } from 'vitest';
import type { BestEpoch, TrainingConfig } from '../../contract/training';
import { emptyWatch, isOutOfPatience, watchEpoch, type EpochWatch } from './epoch-watch';

type Settings = Pick<TrainingConfig, 'warmup' | 'earlyStopping'>;

/** The watch after each of these epochs, and the epoch at which a run would end. */
function follow(elbos: number[], settings: Settings): { watches: EpochWatch[]; end: number | null } {
  let watch = emptyWatch();
  let end: number | null = null;
  const watches = elbos.map((elbo, i) => {
    const epoch: BestEpoch = { epoch: i + 1, step: 10 * (i + 1), elbo };
    watch = { ...watch, ...watchEpoch(watch, epoch, settings) };
    if (isOutOfPatience(watch.waited, settings.earlyStopping)) end ??= epoch.epoch;
    return watch;
  });
  return { watches, end };
}

const patience = (epochs: number, minDelta = 0) => ({ patience: epochs, minDelta });
const best = (watches: EpochWatch[]) => watches.map((watch) => watch.best?.epoch);

describe('early stopping', () => {
  it('ends a run after so many epochs without an improvement, counted anew after each', () => {
    const elbos = [9, 8, 8.5, 7, 7, 7.5, 7.2, 6];
    expect(follow(elbos, { warmup: 0, earlyStopping: patience(1) }).end).toBe(3);
    expect(follow(elbos, { warmup: 0, earlyStopping: patience(2) }).end).toBe(6);
    expect(follow(elbos, { warmup: 0, earlyStopping: patience(3) }).end).toBe(7);
    expect(follow(elbos, { warmup: 0, earlyStopping: patience(4) }).end).toBeNull();
    expect(follow(elbos, { warmup: 0, earlyStopping: null }).end).toBeNull();
  });

  it('waits for the warm-up: epochs within it neither count nor set the mark', () => {
    // While beta is small the ELBO gets worse from epoch to epoch.
    const elbos = [5, 6, 7, 8, 7.5, 7.4, 7.6, 7.7];
    expect(follow(elbos, { warmup: 0, earlyStopping: patience(2) }).end).toBe(3);
    const { watches, end } = follow(elbos, { warmup: 3, earlyStopping: patience(2) });
    expect(end).toBe(8);
    expect(watches.map(({ toBeat }) => toBeat)).toEqual([null, null, null, 8, 7.5, 7.4, 7.4, 7.4]);
    // A warm-up that ends within an epoch: that one ends with all of beta.
    expect(follow(elbos, { warmup: 2.5, earlyStopping: patience(9) }).watches[2]?.toBeat).toBe(7);
  });

  it('takes small gains for none, but adds them up', () => {
    const creeping = [9, 8.9, 8.8, 8.7, 8.6, 8.5];
    expect(follow(creeping, { warmup: 0, earlyStopping: patience(3, 0.25) }).end).toBeNull();
    expect(follow(creeping, { warmup: 0, earlyStopping: patience(3, 0.45) }).end).toBe(4);
  });
});

describe('the best epoch', () => {
  it('is the lowest, the first of equals, whatever counts as an improvement', () => {
    const elbos = [9, 8.9, 9.5, 8.8, 8.8];
    expect(best(follow(elbos, { warmup: 0, earlyStopping: patience(9, 1) }).watches)).toEqual([
      1, 2, 2, 4, 4,
    ]);
  });

  it('is one after the warm-up as soon as there is one', () => {
    const { watches } = follow([5, 4, 8, 9, 7], { warmup: 2, earlyStopping: null });
    expect(best(watches)).toEqual([1, 2, 3, 3, 5]);
    expect(watches[4]!.best).toEqual({ epoch: 5, step: 50, elbo: 7 });
  });
});
