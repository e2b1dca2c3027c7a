import { Command, Option } from 'commander';
import type { Split } from '../../contract/space';
import type { CheckpointChoice } from '../../contract/training';
import type { EmbeddingFormat } from '../../contract/export';
import { checkpointOption, dataSourceOf, formatOf } from '../options';
import { print, withEngine, type Session } from '../session';

interface EncodeOptions {
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
  return new Command('encode')
    .description('write the latent vectors of images')
    .requiredOption('--run <folder>', 'folder of the run')
    .requiredOption(
      '--out <file>',
      'file to write: .csv, .npy (mu alone), .parquet or .tsv (Embedding Projector)',
    )
    .option('--data <source>', 'fashion-mnist or a folder, instead of the data it was trained on')
    .addOption(new Option('--split <part>', 'which images').choices(['test', 'train', 'all']).default('test'))
    .addOption(checkpointOption())
    .option('--json', 'print one JSON object', false)
    .action(async ({ run, data, checkpoint, split, out, json }: EncodeOptions) => {
      const format = await formatOf(out, ['.csv', '.npy', '.parquet', '.tsv']);
      const { n, latent, files } = await withEngine(session, async (engine) => {
        await engine.call('run.open', { runFolder: run, checkpoint });
        const source = data === undefined ? {} : { source: dataSourceOf(data) };
        const embedding = await engine.call('space.encode', { ...source, split });
        // What a run keeps of its map is known too.
        await engine.call('space.recallMap', {});
        const written = await engine.call('export.embedding', { path: out, format: FORMATS[format] });
        return { n: embedding.n, latent: embedding.latent, files: written.files };
      });
      print(session, json, { run, checkpoint, split, images: n, latent, files }, [
        `${n} images in ${latent} dimensions: ${files.join(', ')}`,
      ]);
    });
}
