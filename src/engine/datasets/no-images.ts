import {
  noChoices,
  noDuplicates,
  type DataOptions,
  type DatasetSummary,
  type LeftOut,
} from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { planNetwork } from '../../core/network/plan';
import { nameOf, resolved, whereOf, type ImageSource } from './image-source';

/** There are files, but no image that can be read; `leftOut` says of each of them why. */
export class NoImages extends UserError {
  constructor(
    message: string,
    readonly leftOut: readonly LeftOut[],
  ) {
    super(message);
  }
}

/** Files that are read as vectors or arrays, by their names. */
const VECTORS = /\.(npy|npz|csv|tsv|parquet|safetensors|jsonl|ndjson|vec)$/i;

/** None of the files begins as an image does, or each was left out unread. */
export function noImages(source: ImageSource, leftOut: readonly LeftOut[]): NoImages {
  const files = leftOut.length;
  const where = `${whereOf(source)} (${files} other ${files === 1 ? 'file' : 'files'})`;
  const tables = leftOut.filter(({ file }) => VECTORS.test(file));
  if (tables.length > 0) {
    const [first] = tables;
    const and = tables.length > 1 ? ` and ${tables.length - 1} more` : '';
    return new NoImages(
      `There are no images in ${where}, but what may be vectors, ${first!.file}${and}: open the file itself, in the terminal with project --in.`,
      leftOut,
    );
  }
  return new NoImages(
    `There are no images in ${where}: choose ${source.kind === 'folder' ? 'a folder that holds ' : ''}JPEG, PNG, WebP, GIF, BMP or TIFF images.`,
    leftOut,
  );
}

/** There are images, `damaged` of them, and none can be read. */
export function noneReadable(
  source: ImageSource,
  damaged: readonly string[],
  leftOut: readonly LeftOut[],
): NoImages {
  if (damaged.length === 0) return noImages(source, leftOut);
  const first = damaged.reduce((least, each) => (each < least ? each : least));
  return new NoImages(
    `None of the ${damaged.length} images in ${whereOf(source)} can be read (${first}): choose ${source.kind === 'folder' ? 'another folder' : 'others'}.`,
    leftOut,
  );
}

/** What is known of files of which none is an image: why each was left out. */
export function summaryOfNone(
  source: ImageSource,
  { side = 28, channels = 1 }: DataOptions,
  latent: number,
  { message, leftOut }: NoImages,
): DatasetSummary {
  const at = resolved(source);
  return {
    source: at,
    name: nameOf(at),
    unusable: message,
    train: 0,
    test: 0,
    side,
    channels,
    classes: [],
    leftOut: [...leftOut],
    notes: [],
    parameterCount: planNetwork({ side, channels, latent }).parameterCount,
    whole: true,
    formats: [],
    sizes: null,
    options: { side, channels },
    choices: noChoices,
    duplicates: noDuplicates,
    samples: { n: 0, side, channels, labels: new Int32Array(), pixels: new Uint8Array() },
    cached: 0,
  };
}
