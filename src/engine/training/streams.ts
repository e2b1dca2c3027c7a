import { Generator } from '../../core/random/generator';

const WEIGHTS = 1;
const NOISE = 2;
const SHUFFLE = 3;
const EVALUATION = 4;

/**
 * The separate streams of random numbers of a run, each decided by the run's seed alone: none of them changes when
 * another draws more or fewer numbers.
 */
export const streams = {
  /** Draws the initial weights. */
  weights: (seed: number): Generator => new Generator(seed).fork(WEIGHTS),
  /** Draws the noise of the training samples, in order over the whole run. */
  noise: (seed: number): Generator => new Generator(seed).fork(NOISE),
  /** Draws the order of one epoch (from 0), which can thus be drawn again after a restart. */
  shuffle: (seed: number, epoch: number): Generator => new Generator(seed).fork(SHUFFLE).fork(epoch),
  /** Draws the noise of an evaluation: the same for every epoch, so that their losses can be compared. */
  evaluation: (seed: number): Generator => new Generator(seed).fork(EVALUATION),
};
