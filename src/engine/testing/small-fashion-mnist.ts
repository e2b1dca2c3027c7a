import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readIdx } from '../../core/formats/idx';
import { fashionMnistFolder } from '../places';

/**
 * Writes the first images of Fashion-MNIST into a folder, as `LATENT_ATELIER_DATASETS` wants it: an epoch on them,
 * evaluation and all, takes a tenth of a second. `--limit` would leave the 10,000 test images.
 */
export async function writeSmallFashionMnist(
  folder: string,
  { train, test }: { train: number; test: number },
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [part, n] of Object.entries({ train, t10k: test })) {
    for (const name of [`${part}-images-idx3-ubyte`, `${part}-labels-idx1-ubyte`]) {
      await writeFile(path.join(folder, name), cut(await readFile(path.join(fashionMnistFolder(), name)), n));
    }
  }
}

/** An IDX file with its first `n` rows alone. */
function cut(bytes: Buffer, n: number): Buffer {
  const { shape } = readIdx(bytes);
  const row = shape.slice(1).reduce((a, b) => a * b, 1);
  const short = Buffer.from(bytes.subarray(0, 4 + 4 * shape.length + n * row));
  short.writeUInt32BE(n, 4);
  return short;
}
