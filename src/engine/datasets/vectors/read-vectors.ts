import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../contract/errors';
import {
  foreignColumn,
  vectorsOf,
  type ForeignColumn,
  type ForeignVectors,
} from '../../../core/formats/foreign-table';
import { FormatError } from '../../../core/formats/format-error';
import { readNpyFloat32 } from '../../../core/formats/npy';
import { readSafetensors, type Tensor } from '../../../core/formats/safetensors';
import { columnsOf, withNamesOfTheirOwn } from '../../../core/formats/table-header';
import { readCsvTable, readTsvTable } from '../../../core/formats/table-text';
import { decodeText } from '../../../core/formats/utf8';
import { codeOf, readError } from '../../runs/file-errors';
import { readParsed } from '../../runs/read-bytes';
import { readParquet } from './read-parquet';

/** Endings of files that may hold vectors. */
export const VECTOR_ENDINGS = ['.npy', '.csv', '.tsv', '.parquet', '.safetensors'] as const;

/**
 * Reads vectors from elsewhere. What an array or a TSV without a header cannot say is looked for in `NAME.metadata.tsv`
 * or `metadata.tsv` beside it, as the Embedding Projector has it. Throws UserError when the file is not there, is of no
 * such format, or holds no vectors.
 */
export async function readVectors(file: string): Promise<ForeignVectors> {
  switch (path.extname(file).toLowerCase()) {
    case '.npy':
      return withMetadata(file, await readParsed(file, (bytes) => matrix(readNpyFloat32(bytes))));
    case '.safetensors':
      return withMetadata(
        file,
        await readParsed(file, (bytes) => fromTensors(readSafetensors(bytes).tensors)),
      );
    case '.csv':
      return readParsed(file, (bytes) => vectorsOf(columnsOf(readCsvTable(decodeText(bytes, 'This CSV')))));
    case '.tsv':
      return withMetadata(
        file,
        await readParsed(file, (bytes) => vectorsOf(columnsOf(readTsvTable(decodeText(bytes, 'This TSV'))))),
      );
    case '.parquet':
      return readParquet(file);
    default:
      throw new UserError(`${file} must end in ${VECTOR_ENDINGS.join(', ')} to be read as vectors.`);
  }
}

function matrix({ shape, data }: Tensor, columns: ForeignColumn[] = []): ForeignVectors {
  const [n, d, ...more] = shape;
  if (n === 0) throw new FormatError(`It holds no vectors: its array has the shape [${shape.join(', ')}].`);
  if (n === undefined || d === undefined || more.length > 0 || d === 0) {
    throw new FormatError(
      `It holds an array of shape [${shape.join(', ')}], but vectors are [n, dimensions]: save them as such.`,
    );
  }
  return { n, d, vectors: data, names: [], columns };
}

/** The largest array of two dimensions; of the others, those with a number for each vector are columns. */
function fromTensors(tensors: ReadonlyMap<string, Tensor>): ForeignVectors {
  if (tensors.has('z_mean.weight')) {
    throw new FormatError('It holds the weights of a network, and no vectors: open it as a model.');
  }
  const matrices = [...tensors.values()].filter(({ shape }) => shape.length === 2);
  const [largest] = matrices.toSorted((a, b) => b.data.length - a.data.length);
  if (largest === undefined) throw new FormatError('It holds no array of two dimensions, which vectors are.');
  const [n] = largest.shape;
  const columns = [...tensors].flatMap(([name, tensor]) => {
    if (tensor === largest || tensor.shape[0] !== n) return [];
    if (tensor.shape.length === 1) return [numbers(name, tensor.data)];
    const axes = tensor.shape.length === 2 && PLACES.test(name) ? (tensor.shape[1] ?? 0) : 0;
    return axes === 2 || axes === 3
      ? ['x', 'y', 'z'].slice(0, axes).map((axis, at) =>
          numbers(
            axis,
            tensor.data.filter((_, i) => i % axes === at),
          ),
        )
      : [];
  });
  return matrix(largest, columns);
}

/** What a tensor of places in a map is usually called. */
const PLACES = /map|umap|tsne|t-sne|pca|pos|coord|place|layout|xyz?$/i;

function numbers(name: string, values: Float32Array): ForeignColumn {
  return foreignColumn(name, Array.from(values, String));
}

/** Vectors with the columns of the metadata beside their file, where there are some and they are of as many points. */
async function withMetadata(file: string, vectors: ForeignVectors): Promise<ForeignVectors> {
  const dir = path.dirname(file);
  for (const candidate of metadataPlaces(file)) {
    const text = await readFile(path.join(dir, candidate), 'utf8').catch((error: unknown) => {
      if (codeOf(error) === '') throw error;
      // Whatever keeps it from being read, the vectors are there.
      return null;
    });
    const columns =
      text === null ? null : metadataColumns(tableIn(path.join(dir, candidate), text), vectors.n);
    if (columns !== null)
      return { ...vectors, columns: withNamesOfTheirOwn([...vectors.columns, ...columns]) };
  }
  return vectors;
}

/** Names that the metadata of a file of vectors may have beside it. */
export function metadataPlaces(file: string): string[] {
  return [`${path.parse(file).name}.metadata.tsv`, 'metadata.tsv'].filter(
    (name) => name !== path.basename(file),
  );
}

function tableIn(file: string, text: string): string[][] {
  try {
    return readTsvTable(text);
  } catch (error) {
    throw readError(error, file);
  }
}

/** Several columns have a header, as the projector wants it, and a single one has none. Null when it is of other points. */
function metadataColumns(rows: readonly string[][], n: number): ForeignColumn[] | null {
  const isHeaded = rows.length === n + 1;
  const isSingle = rows[0]?.length === 1;
  if (!isHeaded && !(isSingle && rows.length === n)) return null;
  const names = isHeaded ? rows[0]! : ['label'];
  const body = isHeaded ? rows.slice(1) : rows;
  return names.map((name, at) =>
    foreignColumn(
      name.trim() === '' ? `metadata_${at}` : name,
      body.map((row) => row[at]!),
    ),
  );
}
