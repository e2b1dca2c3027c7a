import { batchesOf } from '../images/batches';
import type { DecoderPool } from '../images/decoder-pool';
import type { FoundFile } from './found-file';

/** Each page or frame of the files as a file of its own, named `scan.tif#2`; those with one stay as they are. */
export async function everyPage(
  files: readonly FoundFile[],
  pool: DecoderPool,
  signal: AbortSignal,
): Promise<FoundFile[]> {
  const batches = batchesOf(files);
  const answers = await Promise.all(
    batches.map((batch) => pool.decode({ kind: 'pages', files: batch.map((i) => files[i]!.path) })),
  );
  signal.throwIfAborted();
  return answers.flat().flatMap((told, i): FoundFile[] => {
    const file = files[i]!;
    if (told.kind !== 'paged' || told.pages < 2) return [file];
    return Array.from({ length: told.pages }, (_, page) => ({
      ...file,
      page,
      file: `${file.file}#${page + 1}`,
    }));
  });
}

/** The name of the file that a page is of: pages of one file stay together. */
export const fileOfPage = ({ file, page }: Pick<FoundFile, 'file' | 'page'>): string =>
  page === undefined ? file : file.slice(0, file.lastIndexOf('#'));
