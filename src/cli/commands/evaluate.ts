import { Command } from 'commander';
import type { CheckpointChoice } from '../../contract/training';
import { activeUnits, klPerDimension } from '../../core/diagnosis/kl';
import { checkpointOption, dataSourceOf } from '../options';
import { print, withEngine, type Session } from '../session';

interface EvaluateOptions {
  run: string;
  data?: string;
  checkpoint: CheckpointChoice;
  json: boolean;
}

/** `evaluate`: both parts of the negative ELBO on the test set, in nats per image. */
export function evaluateCommand(session: Session): Command {
  return new Command('evaluate')
    .description('measure a run on the test set')
    .requiredOption('--run <folder>', 'folder of the run')
    .option('--data <source>', 'fashion-mnist or a folder, instead of the data it was trained on')
    .addOption(checkpointOption())
    .option('--json', 'print one JSON object', false)
    .action(async ({ run, data, checkpoint, json }: EvaluateOptions) => {
      const embedding = await withEngine(session, async (engine) => {
        await engine.call('run.open', { runFolder: run, checkpoint });
        const source = data === undefined ? {} : { source: dataSourceOf(data) };
        return engine.call('space.encode', { ...source, split: 'test' });
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
        klPerDimension: [...klPerDimension(mu, logvar, n, latent)],
      };
      print(session, json, result, [
        `${n} test images, nats per image:`,
        `-ELBO ${(bce + kl).toFixed(2)} = reconstruction ${bce.toFixed(2)} + KL ${kl.toFixed(2)}`,
        `${active} of ${latent} latent dimensions active`,
      ]);
    });
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
