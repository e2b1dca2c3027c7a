import { Command, Option } from 'commander';
import type { Embedding, Split } from '../../contract/space';
import type { CheckpointChoice } from '../../contract/training';
import {
  tableOf,
  writeEmbeddingCsv,
  writeEmbeddingNpy,
  writeEmbeddingParquet,
  writeEmbeddingTsv,
} from '../../engine/export/embedding-files';
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
      const embedding = await withEngine(session, async (engine) => {
        await engine.call('run.open', { runFolder: run, checkpoint });
        const source = data === undefined ? {} : { source: dataSourceOf(data) };
        return engine.call('space.encode', { ...source, split });
      });
      const files = await write(format, out, embedding);
      const { n, latent } = embedding;
      print(session, json, { run, checkpoint, split, images: n, latent, files }, [
        `${n} images in ${latent} dimensions: ${files.join(', ')}`,
      ]);
    });
}

async function write(
  format: '.csv' | '.npy' | '.parquet' | '.tsv',
  out: string,
  embedding: Embedding,
): Promise<string[]> {
  switch (format) {
    case '.csv':
      await writeEmbeddingCsv(out, tableOf(embedding, null));
      return [out];
    case '.npy':
      await writeEmbeddingNpy(out, embedding);
      return [out];
    case '.parquet':
      await writeEmbeddingParquet(out, embedding, null);
      return [out];
    case '.tsv':
      return [out, await writeEmbeddingTsv(out, embedding)];
  }
}
