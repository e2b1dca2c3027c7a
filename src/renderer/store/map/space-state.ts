import type { DataOptions, DataSource } from '../../../contract/dataset';
import type { AddedImages, AddedTable, VectorsFile } from '../../../contract/project';
import type { Embedding, LatentMap, Split } from '../../../contract/space';
import type { MissingImages } from '../images/missing-images';
import type { Progress } from '../progress';

/** Which images the map shows, and under which name. */
export interface SpaceRequest {
  title: string;
  split: Split;
  source?: DataSource;
  options?: DataOptions;
  /** Where others were added to the first images: which are the first, and which the others. */
  joined?: { first: SpaceRequest; added: readonly AddedImages[] };
  /** Vectors from elsewhere, of which no model at hand made an image. */
  vectors?: VectorsFile;
  /** Tables whose columns were added to it; `lost`: one that cannot be had now, and is kept in the project. */
  tables?: readonly (AddedTable & { lost?: boolean })[];
}

/** Vectors from elsewhere, of which no model made images: there is no split, and there may be no posterior. */
export function isOfVectors(request: SpaceRequest | null): boolean {
  return (request?.joined?.first ?? request)?.vectors !== undefined;
}

/** Bulk arrays are held by reference and never copied; `positions` `[n, dims]` belong to `embedding`. */
export interface SpaceSlice {
  request: SpaceRequest | null;
  embedding: Embedding | null;
  positions: Float32Array | null;
  dims: 2 | 3;
  map: LatentMap | null;
  /** Points that have a thumbnail; null while nothing is drawn. Graphics memory may hold fewer than there are. */
  thumbnails: number | null;
  /** The training step whose weights made the map at hand or on its way; null when that is not known. */
  step: number | null;
  /** Data sets that belong in the map and cannot be had. */
  missing: readonly MissingImages[];
  progress: Progress | null;
  error: string | null;
}

export const noSpace: SpaceSlice = {
  request: null,
  embedding: null,
  positions: null,
  dims: 3,
  map: null,
  thumbnails: null,
  step: null,
  missing: [],
  progress: null,
  error: null,
};
