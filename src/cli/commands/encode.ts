import { Command, Option } from 'commander';
import type { Split } from '../../contract/space';
import type { CheckpointChoice } from '../../contract/training';
import type { EmbeddingFormat } from '../../contract/export';
import { addReadingOptions, assertOthers, readingOf, type ReadingOptions } from '../data-options';
import { inTrainingLines, inTrainingOf } from '../in-training';
import { checkpointOption, dataSourceOf, formatOf } from '../options';
import { print, withEngine, type Session } from '../session';

interface EncodeOptions extends ReadingOptions {
  run: string;
  data?: string;
  checkpoint: CheckpointChoice;
  split: Split;
  out: string;
  json: boolean;
}

const FORMATS = {
  '.csv': 'csv',
  '.npy': 'npy',
  '.parquet': 'parquet',
  '.tsv': 'projector',
} as const satisfies Record<string, EmbeddingFormat>;

/** `encode`: mu, logvar and what is known of each image, to a file. */
export function encodeCommand(session: Session): Command {
  const command = new Command('encode')
    .description('write the latent vectors of images')
    .requiredOption('--run <folder>', 'folder of the run')
    .requiredOption(
      '--out <file>',
      'file to write: .csv, .npy (mu alone), .parquet or .tsv (Embedding Projector)',
    )
    .option('--data <source>', 'fashion-mnist or a folder, instead of the data it was trained on')
    .addOption(new Option('--split <part>', 'which images').choices(['test', 'train', 'all']).default('test'))
    .addOption(checkpointOption())
    .option('--json', 'print one JSON object', false);
  return addReadingOptions(command).action(async (options: EncodeOptions) => {
    const { run, data, checkpoint, split, out, json } = options;
    assertOthers(options);
    const format = await formatOf(out, ['.csv', '.npy', '.parquet', '.tsv']);
    const { n, latent, files, changed, inTraining } = await withEngine(session, async (engine) => {
      await engine.call('run.open', { runFolder: run, checkpoint });
      const source = data === undefined ? {} : { source: dataSourceOf(data), options: readingOf(options) };
      const embedding = await engine.call('space.encode', { ...source, split });
      // What a run keeps of its map is known too.
      await engine.call('space.recallMap', {});
      const written = await engine.call('export.embedding', { path: out, format: FORMATS[format] });
      return { ...embedding, files: written.files, inTraining: inTrainingOf(embedding) };
    });
    if (changed !== undefined)
      session.progress.line(`${changed}: they were encoded as they are now, prepared as its own were.`);
    print(
      session,
      json,
      { run, checkpoint, split, images: n, latent, files, changed: changed ?? null, inTraining },
      [...inTrainingLines(inTraining, n), `${n} images in ${latent} dimensions: ${files.join(', ')}`],
    );
  });
}
