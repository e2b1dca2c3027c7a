import type { AlignedData } from 'uplot';
import type { Losses } from '../../../contract/training';
import type { LossCurve } from '../../store/loss-curve';

type Column = (number | null)[];

/**
 * Columns for one plot: the steps, then for each loss its training values and its test values, null where a step has
 * none. A test value stands at the last step of its epoch, which need not be among the steps reported.
 */
export function lossTable(curve: LossCurve, keys: readonly (keyof Losses)[]): AlignedData {
  const steps: number[] = [];
  const columns: Column[] = keys.flatMap((): Column[] => [[], []]);
  let [train, test] = [0, 0];
  while (train < curve.steps.length || test < curve.test.length) {
    const trainStep = curve.steps[train] ?? Infinity;
    const testStep = curve.test[test]?.step ?? Infinity;
    const step = Math.min(trainStep, testStep);
    const atTrain = trainStep === step ? curve.train[train++] : undefined;
    const atTest = testStep === step ? curve.test[test++]?.losses : undefined;
    steps.push(step);
    keys.forEach((key, place) => {
      columns[2 * place]?.push(finite(atTrain?.[key]));
      columns[2 * place + 1]?.push(finite(atTest?.[key]));
    });
  }
  return [steps, ...columns];
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Share of the values that must be in sight: the first steps of a run lie far above all others. */
const IN_SIGHT = 0.97;

/** Nats that an axis shows at least: a collapsed KL is a line at 0 and not a mountain range of noise. */
const LEAST_RANGE = 0.5;

/** The range of an axis: from the smallest value to the IN_SIGHT quantile, with a margin. */
export function lossRange(columns: readonly ArrayLike<number | null | undefined>[]): [number, number] {
  const values = columns
    .flatMap((column) => Array.from(column))
    .filter((value): value is number => typeof value === 'number')
    .sort((first, second) => first - second);
  const least = values[0] ?? 0;
  const most = values[Math.floor((values.length - 1) * IN_SIGHT)] ?? 1;
  const width = Math.max(most - least, LEAST_RANGE);
  const margin = width * 0.08;
  return [Math.max(least >= 0 ? 0 : -Infinity, least - margin), least + width + margin];
}
