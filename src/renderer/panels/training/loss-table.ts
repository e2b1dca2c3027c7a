import type { AlignedData } from 'uplot';
import type { Losses } from '../../../contract/training';
import type { LossCurve } from '../../store/training/loss-curve';

type Column = (number | null)[];

/** Columns that each loss has in a table. */
export const COLUMNS_OF_A_LOSS = 3;

/**
 * Columns for one plot: the steps, then for each loss its training values as they were reported, their running mean,
 * and its test values; null where a step has none. Without smoothing the mean is the value itself and the first column
 * is empty. A test value stands at the last step of its epoch, which need not be among the steps reported.
 *
 * The mean is exponential with weight `smoothing` for the past, divided by the weight it has gathered so far, as in
 * TensorBoard: so it does not begin at 0. What is a mean of a whole epoch already is left as it is.
 */
export function lossTable(curve: LossCurve, keys: readonly (keyof Losses)[], smoothing: number): AlignedData {
  const steps: number[] = [];
  const raw = keys.map((): Column => []);
  const mean = keys.map((): Column => []);
  const tested = keys.map((): Column => []);
  const sums = keys.map(() => 0);
  const weights = keys.map(() => 0);
  let [train, test] = [0, 0];
  while (train < curve.steps.length || test < curve.test.length) {
    const trainStep = curve.steps[train] ?? Infinity;
    const testStep = curve.test[test]?.step ?? Infinity;
    const step = Math.min(trainStep, testStep);
    const atTrain = trainStep === step ? curve.train[train++] : undefined;
    const atTest = testStep === step ? curve.test[test++]?.losses : undefined;
    steps.push(step);
    keys.forEach((key, place) => {
      const value = finite(atTrain?.[key]);
      const isMean = step <= curve.averagedUntil;
      if (value !== null && !isMean) {
        sums[place] = (sums[place] ?? 0) * smoothing + value * (1 - smoothing);
        weights[place] = (weights[place] ?? 0) * smoothing + (1 - smoothing);
      }
      raw[place]?.push(smoothing > 0 && !isMean ? value : null);
      mean[place]?.push(value === null || isMean ? value : (sums[place] ?? 0) / (weights[place] ?? 1));
      tested[place]?.push(finite(atTest?.[key]));
    });
  }
  return [steps, ...keys.flatMap((_, place) => [raw[place] ?? [], mean[place] ?? [], tested[place] ?? []])];
}

/**
 * Columns for the plot of the gradient: the last steps of the epochs, and its norm in each. It begins and ends where the
 * losses do, so that all plots have the same steps under one another.
 */
export function gradientTable(curve: LossCurve): AlignedData {
  const rows = curve.gradient.map(({ step, norm }) => ({ step, norm: finite(norm) }));
  const [first, last] = [curve.steps[0], curve.steps.at(-1)];
  if (first !== undefined && first < (rows[0]?.step ?? 0)) rows.unshift({ step: first, norm: null });
  if (last !== undefined && last > (rows.at(-1)?.step ?? Infinity)) rows.push({ step: last, norm: null });
  return [rows.map(({ step }) => step), rows.map(({ norm }) => norm)];
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
