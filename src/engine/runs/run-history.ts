import type { RunHistory } from '../../contract/history';
import type { EpochMetrics } from '../../contract/training';
import { StepCurve, type StepLossColumns } from '../../core/formats/step-curve';
import { readCurve, saveCurve } from './curve-file';
import { copyEpochs, readEpochs } from './epoch-files';
import type { RunFolder } from './run-folder';

/** Steps of the curve in a run that is handed on. */
const SHIPPED_STEPS = 4000;

const inWords = new Intl.ListFormat('en');

/**
 * All that a run keeps of its training besides the figures of its epochs, with a sentence on what is missing. `live`: the
 * curve as the run that trains holds it. Never throws but for a damaged metrics.csv.
 */
export async function readHistory(run: RunFolder, live: StepLossColumns | null): Promise<RunHistory> {
  const [metrics, found, epochs] = await Promise.all([run.metrics(), readCurve(run), readEpochs(run)]);
  const curve = live ?? found.curve;
  const { maps, samples, problems } = epochs;
  const notes = [...(live === null && found.problem !== null ? [found.problem] : []), ...problems];
  if (live === null && metrics.length > 0) {
    const missing = [
      ...(curve === null && found.problem === null
        ? ['its steps (the curve has one point for each epoch)']
        : []),
      ...(maps.length === 0 && problems.length === 0 ? ['the maps of its epochs'] : []),
      ...(samples.length === 0 && problems.length === 0 ? ['the reconstructions of its epochs'] : []),
    ];
    if (missing.length > 0) notes.push(`Not kept with this run: ${inWords.format(missing)}.`);
  }
  return { curve, maps, samples, notes: [...notes, ...curveNotes(curve, metrics)] };
}

/** What of a run's steps is not in its curve. */
function curveNotes(curve: StepLossColumns | null, metrics: readonly EpochMetrics[]): string[] {
  const [first = 0, second = first + 1] = curve?.steps ?? [];
  const [epoch] = metrics;
  const last = curve?.steps.at(-1) ?? Infinity;
  const trained = metrics.at(-1)?.step ?? 0;
  return [
    ...(epoch !== undefined && first > epoch.step
      ? [`Its steps are kept from step ${first} on; before that the curve has one point for each epoch.`]
      : []),
    ...(trained - last >= second - first
      ? [`Its steps are kept up to step ${last} of the ${trained} that were taken.`]
      : []),
    ...(second - first > 1 ? [`Of its steps one in ${second - first} is kept for the curve.`] : []),
  ];
}

/** Copies the history of a run that is handed on, its curve with fewer steps. Throws UserError as a write does. */
export async function copyHistory(from: RunFolder, to: RunFolder): Promise<void> {
  const { curve } = await readCurve(from);
  if (curve !== null) await saveCurve(to, StepCurve.from(curve, SHIPPED_STEPS).columns());
  await copyEpochs(from, to);
}
