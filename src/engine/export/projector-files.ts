import path from 'node:path';
import sharp from 'sharp';
import type { Embedding } from '../../contract/space';
import type { EmbeddingTable } from '../../core/formats/embedding-table';
import { allColumns } from '../../core/formats/table-columns';
import { metadataTsv, ROWS_PER_CHUNK, tensorsTsv, type MetadataColumn } from '../../core/formats/tsv';
import type { BlockOptions } from '../network/vae';
import { writeTogether, type FilePart } from '../runs/write-whole';
import { unlessEnded, watched } from './watched';

/** The projector draws no sprite that is larger, in pixels each way. */
const LARGEST_SPRITE = 8192;
/** Colours of a metadata column that the projector lists; columns of numbers are gradients. */
const KEPT = new Set(['index', 'split', 'label', 'label_name', 'file', 'bce', 'kl', 'distortion']);

/** The files of one export, and what they have in bytes. */
export interface ProjectorFiles {
  files: string[];
  bytes: number;
}

/**
 * Writes what the TensorFlow Embedding Projector reads: mu in `target`, and beside it, by its name, `….metadata.tsv`,
 * `….sprite.png` (row by row, as square as can be), `….config.json` for projector.tensorflow.org's `?config=` and
 * `….projector_config.pbtxt` for TensorBoard. Throws UserError when the disk is full or the place is not writable, and the
 * signal's reason, after which no file is left.
 */
export async function writeProjector(
  target: string,
  embedding: Embedding,
  table: EmbeddingTable,
  watch: BlockOptions = {},
): Promise<ProjectorFiles> {
  const { dir, name } = path.parse(target);
  const beside = (ending: string): string => path.join(dir, `${name}.${ending}`);
  const rows = Array.from(table.rows ?? Array.from({ length: table.n }, (_, i) => i));
  const { latent, mu } = embedding;
  const vectors = new Float32Array(rows.length * latent);
  rows.forEach((row, i) => vectors.set(mu.subarray(row * latent, (row + 1) * latent), i * latent));

  const sprite = embedding.pixels.length === 0 ? null : await spriteOf(embedding, rows, watch.signal);
  const metadata = beside('metadata.tsv');
  const places = {
    tensors: path.basename(target),
    metadata: path.basename(metadata),
    sprite: sprite === null ? null : { file: `${name}.sprite.png`, side: sprite.side },
  };
  const progress = { rows: rows.length, perChunk: ROWS_PER_CHUNK };
  const text = (ending: string, content: string): FilePart => ({
    target: beside(ending),
    chunks: () => [content],
  });
  const parts: FilePart[] = [
    { target, chunks: () => watched(tensorsTsv(vectors, rows.length, latent), watch, progress) },
    { target: metadata, chunks: () => metadataTsv(metadataColumns(table, rows)) },
    ...(sprite === null ? [] : [{ target: beside('sprite.png'), chunks: () => [sprite.png] }]),
    text('config.json', configJson(name, rows.length, latent, places)),
    text('projector_config.pbtxt', configText(name, places)),
  ];
  const bytes = await writeTogether(parts, watch);
  return { files: parts.map((part) => part.target), bytes: bytes.reduce((sum, each) => sum + each, 0) };
}

function metadataColumns(table: EmbeddingTable, rows: readonly number[]): MetadataColumn[] {
  const others = new Set((table.other ?? []).map(({ name }) => name));
  return allColumns(table)
    .filter(({ name, group }) => KEPT.has(name) || group === 'other' || others.has(name))
    .map((column) => ({ name: column.name, values: rows.map((row) => column.value(row) ?? '') }));
}

/**
 * All thumbnails in one picture, made smaller where they would not fit; row by row, so that the memory is that of the
 * picture and not of all images at their full size.
 */
async function spriteOf(
  { side, channels, pixels }: Embedding,
  rows: readonly number[],
  signal: AbortSignal | undefined,
): Promise<{ png: Buffer; side: number }> {
  const across = Math.max(1, Math.ceil(Math.sqrt(rows.length)));
  const small = Math.max(1, Math.min(side, Math.floor(LARGEST_SPRITE / across)));
  const width = across * small;
  const height = Math.max(1, Math.ceil(rows.length / across)) * small;
  const canvas = new Uint8Array(width * height * channels);
  const line = side * channels;
  for (let start = 0; start < rows.length; start += across) {
    const strip = new Uint8Array(across * side * line);
    rows.slice(start, start + across).forEach((row, i) => {
      for (let y = 0; y < side; y++) {
        const from = (row * side + y) * line;
        strip.set(pixels.subarray(from, from + line), (y * across + i) * line);
      }
    });
    const at = (start / across) * small * width * channels;
    canvas.set(small === side ? strip : await reduced(strip, across, side, small, channels), at);
    signal?.throwIfAborted();
  }
  const picture = sharp(canvas, { raw: { width, height, channels }, limitInputPixels: false });
  return { png: await unlessEnded(picture.png().toBuffer(), signal), side: small };
}

/** A row of thumbnails `[side, across * side, channels]`, each of `small` pixels. */
function reduced(
  strip: Uint8Array,
  across: number,
  side: number,
  small: number,
  channels: 1 | 3,
): Promise<Buffer> {
  return sharp(strip, { raw: { width: across * side, height: side, channels } })
    .resize(across * small, small, { kernel: 'cubic', fit: 'fill' })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer();
}

interface Places {
  tensors: string;
  metadata: string;
  sprite: { file: string; side: number } | null;
}

function configJson(name: string, n: number, latent: number, { tensors, metadata, sprite }: Places): string {
  const embedding = {
    tensorName: name,
    tensorShape: [n, latent],
    tensorPath: tensors,
    metadataPath: metadata,
    ...(sprite === null
      ? {}
      : { sprite: { imagePath: sprite.file, singleImageDim: [sprite.side, sprite.side] } }),
  };
  return `${JSON.stringify({ embeddings: [embedding] }, null, 2)}\n`;
}

function configText(name: string, { tensors, metadata, sprite }: Places): string {
  const lines = [
    'embeddings {',
    `  tensor_name: ${JSON.stringify(name)}`,
    `  tensor_path: ${JSON.stringify(tensors)}`,
    `  metadata_path: ${JSON.stringify(metadata)}`,
    ...(sprite === null
      ? []
      : [
          '  sprite {',
          `    image_path: ${JSON.stringify(sprite.file)}`,
          `    single_image_dim: ${sprite.side}`,
          `    single_image_dim: ${sprite.side}`,
          '  }',
        ]),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}
