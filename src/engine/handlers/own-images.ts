import type { DataSource } from '../../contract/dataset';
import type { EngineInput, EngineOutput } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { Dataset } from '../datasets/dataset';
import { nameOfData, resolved, whereOf } from '../datasets/image-source';
import { RunFolder } from '../runs/run-folder';
import { changesOf } from '../runs/trained-on';
import type { EngineState } from './state';

/**
 * Reads the images that a run was trained on, from where they lie now. Throws UserError when they cannot be read,
 * and OtherImages when they are others: the fingerprint tells. Of weights that came from elsewhere it is not known which images they had.
 */
export async function loadOwnImages(
  state: EngineState,
  run: RunFolder,
  source: DataSource,
  signal: AbortSignal,
): Promise<Dataset> {
  const { description } = run;
  const wanted = description.dataFingerprint;
  const isFashion = ({ kind }: DataSource): boolean => kind === 'fashion-mnist';
  let fact = factOf(run, source);
  if (wanted === null || isFashion(source) === isFashion(description.source)) {
    const data = await state.loadOwn(description, source, signal);
    if (wanted === null || data.fingerprint === wanted) return data;
    fact = await changedFact(run, data);
  }
  throw new OtherImages(fact);
}

/** That images are others than those a run was trained on, and in what they differ; without a full stop. */
export async function changedFact(run: RunFolder, data: Dataset): Promise<string> {
  const changes = await changesOf(run, data);
  return `${factOf(run, data.source)}${changes === null ? '' : ` (${changes})`}`;
}

function factOf(run: RunFolder, source: DataSource): string {
  const where = source.kind === 'fashion-mnist' ? nameOfData(source) : whereOf(resolved(source));
  return `The images of ${where} are not those that the run ${run.folder} was trained on`;
}

/** There are images, but not those that a run was trained on. `fact`: its sentence without what can be done. */
export class OtherImages extends UserError {
  constructor(readonly fact: string) {
    super(
      `${fact}, and it goes on with exactly those alone: put its own back or name their place; without them it can still be looked at, and these others encoded with its model or trained on in a new run.`,
    );
  }
}

/** Notes where a run's images and the table of their labels lie now, or answers why these are not they. Throws UserError when they cannot be read. */
export async function relocate(
  state: EngineState,
  { runFolder, source, labels }: EngineInput<'run.relocate'>,
): Promise<EngineOutput<'run.relocate'>> {
  const run = (await RunFolder.open(runFolder)).withLabelsIn(labels);
  const signal = state.describing.begin();
  let data: Dataset;
  try {
    data = await loadOwnImages(state, run, source, signal);
  } catch (error) {
    if (error instanceof OtherImages) return { same: false, why: error.message };
    throw error;
  }
  signal.throwIfAborted();
  const moved = await run.withImagesIn(data.source, labels === undefined ? undefined : data.options.labels);
  if (state.model?.run.folder === moved.folder) state.model.describeAnew(moved);
  return { same: true, run: await moved.summary() };
}
