import type { ForeignColumn } from '../../../core/formats/foreign-table';
import { imageFormat } from '../../images/sniff';

/** An image as Hugging Face's data sets hold it in a cell: `{ bytes, path }`, where either may be missing; or its bytes alone. */
interface CellImage {
  bytes: Uint8Array | null;
  path: string;
}

/** A column whose cells are images or empty, with their paths as its texts; null for any other. */
export function imageColumn(name: string, cells: readonly unknown[]): ForeignColumn | null {
  const images: (CellImage | null)[] = [];
  for (const cell of cells) {
    const image = imageIn(cell);
    if (image === null && cell != null && cell !== '') return null;
    images.push(image);
  }
  if (images.every((image) => image === null)) return null;
  const files = images.map((image) => image?.bytes ?? null);
  return {
    name,
    n: cells.length,
    numbers: null,
    texts: images.map((image) => image?.path ?? ''),
    ...(files.some((file) => file !== null) ? { images: files } : {}),
  };
}

/** The same of a column of texts in which each is such a cell as JSON, its bytes in base64; the column as it is for any other. */
export function withImages(column: ForeignColumn): ForeignColumn {
  if (column.numbers !== null || column.lists !== undefined || column.images !== undefined) return column;
  const first = column.texts.find((text) => text !== '');
  if (first === undefined || !/^\s*\{\s*"(bytes|path)"/.test(first)) return column;
  return imageColumn(column.name, column.texts.map(fromJson)) ?? column;
}

function fromJson(text: string): unknown {
  if (text === '') return null;
  try {
    const cell: unknown = JSON.parse(text);
    if (typeof cell !== 'object' || cell === null) return cell;
    const { bytes } = cell as { bytes?: unknown };
    return typeof bytes === 'string' ? { ...cell, bytes: Buffer.from(bytes, 'base64') } : cell;
  } catch {
    return text;
  }
}

function imageIn(cell: unknown): CellImage | null {
  if (cell instanceof Uint8Array) return imageFormat(cell) === null ? null : { bytes: cell, path: '' };
  if (typeof cell !== 'object' || cell === null || !('bytes' in cell || 'path' in cell)) return null;
  const { bytes = null, path = null } = cell as { bytes?: unknown; path?: unknown };
  if (!Object.keys(cell).every((key) => key === 'bytes' || key === 'path')) return null;
  if (!(bytes === null || bytes instanceof Uint8Array) || !(path === null || typeof path === 'string'))
    return null;
  return bytes === null && path === null ? null : { bytes, path: path ?? '' };
}
