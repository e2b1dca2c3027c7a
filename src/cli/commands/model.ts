import path from 'node:path';
import { Command } from 'commander';
import { trainingConfig, type CheckpointChoice } from '../../contract/training';
import { writeSafetensors } from '../../core/formats/safetensors';
import { importModel } from '../../engine/runs/import-model';
import { assertWritable } from '../../engine/runs/assert-writable';
import { readWeights } from '../../engine/runs/read-weights';
import { RunFolder } from '../../engine/runs/run-folder';
import { writeWhole } from '../../engine/runs/write-whole';
import { checkpointOption, dataSourceOf, wholeNumber } from '../options';
import { print, refuse, type Session } from '../session';

interface ModelOptions {
  run: string;
  to?: string;
  checkpoint: CheckpointChoice;
  from?: string;
  data?: string;
  size?: number;
  json: boolean;
}

/** `model`: the weights of a run to a file, or a run made of the weights in a file. */
export function modelCommand(session: Session): Command {
  return new Command('model')
    .description("take a run's weights out, or make a run of weights; PyTorch's names and layouts")
    .requiredOption('--run <folder>', 'folder of the run')
    .option('--to <file>', 'write the weights of a checkpoint to this .safetensors')
    .addOption(checkpointOption())
    .option('--from <file>', 'make a new run of this .safetensors, or of this .pt or .pth of torch.save')
    .option(
      '--data <source>',
      'with --from: fashion-mnist or the folder of images that belongs to the weights',
    )
    .option(
      '--size <pixels>',
      'with --from: side of the images, where the weights fit several',
      wholeNumber(16, 128),
    )
    .option('--json', 'print one JSON object', false)
    .action(async (options: ModelOptions) => {
      const { run, to, from, json } = options;
      refuse(
        (to === undefined) === (from === undefined),
        'Give either --to to write weights or --from to read them.',
      );
      const result =
        from === undefined ? await takeOut(session, options, to ?? '') : await bringIn(from, options);
      const { parameters, file, step } = result;
      const way = from === undefined ? `from step ${step} of ${run} to ${file}` : `from ${file} to ${run}`;
      print(session, json, { run, ...result }, [`${parameters} parameters ${way}`]);
    });
}

interface ModelResult {
  file: string;
  step: number;
  parameters: number;
}

async function takeOut(
  session: Session,
  { run: folder, checkpoint }: ModelOptions,
  file: string,
): Promise<ModelResult> {
  refuse(
    path.extname(file) !== '.safetensors',
    `${file} must end in .safetensors, for that is what is written.`,
  );
  const run = await RunFolder.open(folder);
  await assertWritable(file);
  const { weights, step, note } = await run.checkpoint(checkpoint);
  if (note !== null) session.progress.line(note);
  await writeWhole(file, [writeSafetensors(weights, new Map([['format', 'pt']]))]);
  return { file, step, parameters: run.description.network.parameterCount };
}

async function bringIn(file: string, { run: folder, data, size }: ModelOptions): Promise<ModelResult> {
  const tensors = await readWeights(file);
  const { run } = await importModel({
    folder,
    tensors,
    where: file,
    config: trainingConfig.parse({}),
    ...(data === undefined ? {} : { source: dataSourceOf(data) }),
    ...(size === undefined ? {} : { side: size }),
  });
  return { file, step: 0, parameters: run.description.network.parameterCount };
}
