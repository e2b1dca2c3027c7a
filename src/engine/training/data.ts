import { UserError } from '../../contract/errors';

/** The images of a run, resident as bytes: `train` `[nTrain, side, side, channels]`, `test` likewise. */
export interface TrainingData {
  train: Uint8Array;
  nTrain: number;
  test: Uint8Array;
  nTest: number;
}

/** Throws UserError when there is nothing to train or to test on, or the pixels are of another shape. */
export function checkData(data: TrainingData, { side, channels }: { side: number; channels: number }): void {
  for (const [name, pixels, n] of [
    ['training', data.train, data.nTrain],
    ['test', data.test, data.nTest],
  ] as const) {
    if (n < 1) throw new UserError(`There are no ${name} images: take a data set with more images.`);
    if (pixels.length !== n * side * side * channels) {
      throw new UserError(
        `The ${name} images hold ${pixels.length} bytes, but ${n} images of ${side} x ${side} x ${channels} need ${n * side * side * channels}.`,
      );
    }
  }
}
