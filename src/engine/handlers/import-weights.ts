import type { EngineArguments, EngineOutput } from '../../contract/engine-calls';
import { trainingConfig } from '../../contract/training';
import { importModel, NeedsImages } from '../runs/import-model';
import { readWeights } from '../runs/read-weights';

/** Makes a run of weights from elsewhere. Throws UserError when they are of no network of this family. */
export async function importWeights({
  path: file,
  runFolder,
  source,
}: EngineArguments<'run.import'>): Promise<EngineOutput<'run.import'>> {
  const tensors = await readWeights(file);
  try {
    const { run } = await importModel({
      folder: runFolder,
      tensors,
      where: file,
      config: trainingConfig.parse({}),
      ...(source === undefined ? {} : { source }),
    });
    return { made: true, run: await run.summary() };
  } catch (error) {
    if (error instanceof NeedsImages) return { made: false, why: error.message };
    throw error;
  }
}
