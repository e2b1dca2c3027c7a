import path from 'node:path';
import { ByteWriter, parquetWrite, type BasicType, type ColumnSource } from 'hyparquet-writer';
import type { Embedding, LatentMap } from '../../contract/space';
import { embeddingCsv, type EmbeddingTable } from '../../core/formats/embedding-table';
import { writeNpy } from '../../core/formats/npy';
import { metadataTsv, tensorsTsv, type MetadataColumn } from '../../core/formats/tsv';
import { writeWhole } from '../runs/write-whole';

const CHUNK = 4 * 1024 * 1024;

/** What a table says of an embedding; labels, files and the map are left out as a whole when there are none. */
export function tableOf(embedding: Embedding, map: LatentMap | null): EmbeddingTable {
  const { n, latent, mu, logvar, bce, kl, labels, labelNames, files } = embedding;
  const labelled = labels.some((label) => label >= 0);
  return {
    n,
    latent,
    split: splitsOf(embedding),
    label: labelled ? labels : undefined,
    labelNames: labelled ? labelNames : undefined,
    file: files.length === n ? files : undefined,
    mu,
    logvar,
    map: map?.positions,
    dims: map?.dims,
    bce,
    kl,
  };
}

function splitsOf({ isTest }: Embedding): string[] {
  return Array.from(isTest, (test) => (test === 1 ? 'test' : 'train'));
}

/**
 * Writes the table as CSV, `rows` of it or all. Returns how many rows and bytes.
 * Throws UserError when the disk is full or the place is not writable.
 */
export async function writeEmbeddingCsv(
  target: string,
  table: EmbeddingTable,
  rows?: readonly number[],
): Promise<{ rows: number; bytes: number }> {
  const bytes = await writeWhole(target, embeddingCsv({ ...table, rows }));
  return { rows: rows?.length ?? table.n, bytes };
}

/** Writes mu alone, float32 `[n, latent]`. Throws as `writeEmbeddingCsv`. */
export async function writeEmbeddingNpy(target: string, { n, latent, mu }: Embedding): Promise<void> {
  await writeWhole(target, [writeNpy({ shape: [n, latent], data: mu })]);
}

/**
 * Writes the Embedding Projector's pair: mu in `target`, what is known of each image in `....metadata.tsv` beside it,
 * whose path is returned. Throws as `writeEmbeddingCsv`.
 */
export async function writeEmbeddingTsv(target: string, embedding: Embedding): Promise<string> {
  const { n, latent, mu, labels, labelNames, files, bce, kl } = embedding;
  const columns: MetadataColumn[] = [
    { name: 'index', values: Array.from({ length: n }, (_, i) => i) },
    { name: 'split', values: splitsOf(embedding) },
  ];
  if (labels.some((label) => label >= 0)) {
    columns.push({ name: 'label', values: Array.from(labels, (label) => labelNames[label] ?? '') });
  }
  if (files.length === n) columns.push({ name: 'file', values: files });
  columns.push({ name: 'bce', values: bce }, { name: 'kl', values: kl });
  const { dir, name } = path.parse(target);
  const metadata = path.join(dir, `${name}.metadata.tsv`);
  await writeWhole(target, tensorsTsv(mu, n, latent));
  await writeWhole(metadata, metadataTsv(columns));
  return metadata;
}

/** Writes the CSV's columns as Parquet, with their types. Throws as `writeEmbeddingCsv`. */
export async function writeEmbeddingParquet(
  target: string,
  embedding: Embedding,
  map: LatentMap | null,
): Promise<void> {
  const { n, latent, mu, logvar, bce, kl, labels, labelNames, files } = embedding;
  const column = (name: string, type: BasicType, data: ColumnSource['data']): ColumnSource => ({
    name,
    type,
    data,
    nullable: type === 'STRING' && name !== 'split',
  });
  const axis = (name: string, values: Float32Array, width: number, at: number): ColumnSource =>
    column(
      name,
      'FLOAT',
      Float32Array.from({ length: n }, (_, i) => values[i * width + at]!),
    );
  const dimensions = Array.from({ length: latent }, (_, i) => i);
  const columns = [
    column(
      'index',
      'INT32',
      Int32Array.from({ length: n }, (_, i) => i),
    ),
    column('split', 'STRING', splitsOf(embedding)),
  ];
  if (labels.some((label) => label >= 0)) {
    columns.push(column('label', 'INT32', labels));
    columns.push(
      column(
        'label_name',
        'STRING',
        Array.from(labels, (label) => labelNames[label] ?? null),
      ),
    );
  }
  if (files.length === n) columns.push(column('file', 'STRING', files));
  columns.push(...dimensions.map((at) => axis(`mu_${at}`, mu, latent, at)));
  columns.push(...dimensions.map((at) => axis(`logvar_${at}`, logvar, latent, at)));
  if (map !== null) {
    columns.push(
      ...['x', 'y', 'z'].slice(0, map.dims).map((name, at) => axis(name, map.positions, map.dims, at)),
    );
  }
  columns.push(column('bce', 'FLOAT', bce), column('kl', 'FLOAT', kl));
  const writer = new ByteWriter();
  await parquetWrite({ writer, columnData: columns, createdBy: 'Latent Atelier' });
  await writeWhole(target, inChunks(new Uint8Array(writer.getBuffer())));
}

function* inChunks(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}
