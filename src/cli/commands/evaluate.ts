import { Command } from 'commander';
import { UserError } from '../../contract/errors';
import type { CheckpointChoice } from '../../contract/training';
import { OtherImages } from '../../engine/handlers/own-images';
import { activeUnits, klPerDimension } from '../../core/diagnosis/kl';
import { addReadingOptions, assertOthers, readingOf, type ReadingOptions } from '../data-options';
import { inTrainingLines, inTrainingOf } from '../in-training';
import { checkpointOption, dataSourceOf } from '../options';
import { print, withEngine, type Session } from '../session';

interface EvaluateOptions extends ReadingOptions {
  run: string;
  data?: string;
  checkpoint: CheckpointChoice;
  json: boolean;
}

/** `evaluate`: both parts of the negative ELBO on the test set, in nats per image. */
export function evaluateCommand(session: Session): Command {
  const command = new Command('evaluate')
    .description('measure a run on the test set')
    .requiredOption('--run <folder>', 'folder of the run')
    .option('--data <source>', 'fashion-mnist or a folder, instead of the data it was trained on')
    .addOption(checkpointOption())
    .option('--json', 'print one JSON object', false);
  return addReadingOptions(command).action(async (options: EvaluateOptions) => {
    const { run, data, checkpoint, json } = options;
    assertOthers(options);
    const embedding = await withEngine(session, async (engine) => {
      await engine.call('run.open', { runFolder: run, checkpoint });
      const what =
        data === undefined
          ? { unchanged: true }
          : { source: dataSourceOf(data), options: readingOf(options) };
      return engine.call('space.encode', { ...what, split: 'test' }).catch((error: unknown) => {
        if (!(error instanceof OtherImages)) throw error;
        throw new UserError(`${error.fact}: put its own back, or name what to measure it on with --data.`, {
          cause: error,
        });
      });
    });
    const { n, latent, mu, logvar } = embedding;
    const [bce, kl] = [mean(embedding.bce), mean(embedding.kl)];
    const active = activeUnits(mu, n, latent);
    const result = {
      run,
      checkpoint,
      images: n,
      bce,
      kl,
      negativeElbo: bce + kl,
      activeUnits: active,
      inTraining: inTrainingOf(embedding),
      klPerDimension: [...klPerDimension(mu, logvar, n, latent)],
    };
    print(session, json, result, [
      `${n} test images, nats per image:`,
      `-ELBO ${(bce + kl).toFixed(2)} = reconstruction ${bce.toFixed(2)} + KL ${kl.toFixed(2)}`,
      `${active} of ${latent} latent dimensions active`,
      ...inTrainingLines(inTrainingOf(embedding), n),
    ]);
  });
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
