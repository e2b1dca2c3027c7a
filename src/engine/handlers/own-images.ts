import type { DataSource } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import type { RunSummary } from '../../contract/run';
import type { Dataset } from '../datasets/dataset';
import { nameOfData, resolved, whereOf } from '../datasets/image-source';
import { RunFolder } from '../runs/run-folder';
import type { EngineState } from './state';

/**
 * Reads the images that a run was trained on, from where they lie now. Throws UserError when they cannot be read, or
 * are others: the fingerprint tells. Of weights that came from elsewhere it is not known which images they had.
 */
export async function loadOwnImages(
  state: EngineState,
  { folder, description }: RunFolder,
  source: DataSource,
  signal: AbortSignal,
): Promise<Dataset> {
  const wanted = description.dataFingerprint;
  const isFashion = ({ kind }: DataSource): boolean => kind === 'fashion-mnist';
  if (wanted === null || isFashion(source) === isFashion(description.source)) {
    const data = await state.loadData(source, description.options, signal);
    if (wanted === null || data.fingerprint === wanted) return data;
  }
  const where = source.kind === 'fashion-mnist' ? nameOfData(source) : whereOf(resolved(source));
  throw new UserError(
    `The images of ${where} are not those that the run ${folder} was trained on: restore them, name the place of the right ones, or start a new run.`,
  );
}

/** Notes where a run's images lie now. Throws UserError when these are others, or cannot be read. */
export async function relocate(
  state: EngineState,
  runFolder: string,
  source: DataSource,
): Promise<RunSummary> {
  const run = await RunFolder.open(runFolder);
  const signal = state.describing.begin();
  const data = await loadOwnImages(state, run, source, signal);
  signal.throwIfAborted();
  const moved = await run.withImagesIn(data.source);
  if (state.model?.run.folder === moved.folder) state.model.describeAnew(moved);
  return moved.summary();
}
