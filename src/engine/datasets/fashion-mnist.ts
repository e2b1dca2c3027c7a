import path from 'node:path';
import { noChoices, noDuplicates, type DataOptions } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { FormatError } from '../../core/formats/format-error';
import { readIdx, type IdxArray } from '../../core/formats/idx';
import { LIMITS, readPlain } from '../../files/plain-file';
import { fashionMnistFolder, fashionMnistMissing } from '../places';
import type { Dataset, ImageSet } from './dataset';
import { fingerprint } from './fingerprint';

/** Class names in the order of their labels (Xiao, Rasul and Vollgraf 2017, table 2). */
export const FASHION_MNIST_CLASSES = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
] as const;
const SIDE = 28;

/**
 * Fashion-MNIST from its four IDX files. `limit` keeps the first training images, whose classes are mixed; `invert` swaps light
 * and dark.
 * Throws UserError when a file is missing or damaged, or when another side or colour is asked for.
 */
export async function loadFashionMnist(asked: DataOptions): Promise<Dataset> {
  if ((asked.side ?? SIDE) !== SIDE || (asked.channels ?? 1) !== 1) {
    const channels = asked.channels === 3 ? 'in colour' : 'grey';
    throw new UserError(
      `Fashion-MNIST is 28 by 28 pixels and grey, and cannot be read at ${asked.side ?? SIDE} pixels, ${channels}: leave the size and the channels out.`,
    );
  }
  const [allTrain, test] = await Promise.all([readPart('train'), readPart('t10k')]);
  const n = Math.min(asked.limit ?? allTrain.n, allTrain.n);
  const train: ImageSet = {
    n,
    pixels: allTrain.pixels.slice(0, n * SIDE * SIDE),
    labels: allTrain.labels.slice(0, n),
    files: [],
  };
  const limited = `The first ${n} of ${allTrain.n} training images are used; the others are left aside.`;
  if (asked.invert === true)
    for (const part of [train, test]) part.pixels = part.pixels.map((value) => 255 - value);
  const numbers = typeof asked.levels === 'object';
  return {
    source: { kind: 'fashion-mnist' },
    options: { ...asked, side: SIDE, channels: 1 },
    name: 'Fashion-MNIST',
    side: SIDE,
    channels: 1,
    labelNames: [...FASHION_MNIST_CLASSES],
    train,
    test,
    fingerprint: fingerprint(train, test),
    leftOut: [],
    formats: [],
    sizes: null,
    cached: 0,
    choices: noChoices,
    duplicates: noDuplicates,
    notes: [
      ...(n < allTrain.n ? [limited] : []),
      ...(numbers
        ? ['Levels in numbers of other files do not concern Fashion-MNIST, which is as it is stored.']
        : []),
    ],
  };
}

async function readPart(part: 'train' | 't10k'): Promise<ImageSet> {
  const [images, labels] = await Promise.all([
    readIdxFile(`${part}-images-idx3-ubyte`),
    readIdxFile(`${part}-labels-idx1-ubyte`),
  ]);
  const [n, rows, columns] = images.shape;
  if (
    n === undefined ||
    rows !== SIDE ||
    columns !== SIDE ||
    labels.shape.length !== 1 ||
    labels.shape[0] !== n
  ) {
    throw damaged(`${part}-images-idx3-ubyte`, 'images and labels do not belong together');
  }
  if (labels.data.some((label) => label >= FASHION_MNIST_CLASSES.length)) {
    throw damaged(`${part}-labels-idx1-ubyte`, 'it has labels above 9');
  }
  return { n, pixels: images.data, labels: Int32Array.from(labels.data), files: [] };
}

async function readIdxFile(name: string): Promise<IdxArray> {
  const file = path.join(fashionMnistFolder(), name);
  const bytes = await readPlain(file, LIMITS.list).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? fashionMnistMissing(file)
      : error;
  });
  try {
    return readIdx(bytes);
  } catch (error) {
    throw error instanceof FormatError ? damaged(name, error.message) : error;
  }
}

function damaged(file: string, why: string): UserError {
  return new UserError(
    `Fashion-MNIST's ${file} in ${fashionMnistFolder()} is damaged (${why.replace(/\.$/, '')}): delete it and run \`npm run setup\`.`,
  );
}
