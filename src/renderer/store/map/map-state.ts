import type { DecodedImages, MapConfig } from '../../../contract/space';

/**
 * What the colour of a point tells: one of the columns that every embedding has, one of its latent dimensions, or a
 * column that the data brought along.
 */
export type ColourBy =
  | 'label'
  | 'split'
  | 'folder'
  | 'bce'
  | 'kl'
  | 'distortion'
  | `mu_${number}`
  | `logvar_${number}`
  | `column:${string}`;

/** Whether a text, from a file or a control, names something to colour by. */
export function isColourBy(text: unknown): text is ColourBy {
  return (
    typeof text === 'string' &&
    /^(label|split|folder|bce|kl|distortion|(mu|logvar)_\d+|column:.+)$/s.test(text)
  );
}

/** How the map is laid out, as the user set it. */
export type LayoutSettings = Omit<MapConfig, 'continueFromLast'>;

export const defaultLayout: LayoutSettings = {
  method: 'umap',
  dims: 3,
  neighbors: 15,
  minDist: 0.1,
  metric: 'euclidean',
  seed: 0,
};

/** What dragging in the map does. */
export type MapTool = 'orbit' | 'box' | 'lasso';

/** What can light some points and leave the others pale. */
export type LitBy = 'search' | 'selection' | 'legend';

/** How the user looks at the map. */
export interface MapViewSlice {
  tool: MapTool;
  /** Names of the classes stand at their middle. */
  clusterNames: boolean;
  /** Classes of the column coloured by whose points are dimmed, by their number in it. */
  dimmed: ReadonlySet<number>;
  /** The values of the column coloured by whose points are not dimmed; null for all. */
  range: readonly [number, number] | null;
  query: string;
  /** Rows that the query finds, the best first; null without a query. */
  matches: Uint32Array | null;
  /** The one asked for last: as long as it stands, it says which points are lit. */
  lastLit: LitBy | null;
  /** Places that were decoded, `[count, dims]`, marked in the map. */
  marker: Float32Array | null;
  /** Points that the view was not fitted to, for they lie far from the rest, and that are out of it. */
  outOfView: number;
}

/** Images under one name: rows of the embedding, ascending. */
export interface NamedGroup {
  id: number;
  name: string;
  rows: Uint32Array;
}

/** The images that were chosen together, and those that were kept under a name. */
export interface GroupsSlice {
  rows: Uint32Array | null;
  /** The named one that is shown, until another choice is made. */
  shown: number | null;
  named: readonly NamedGroup[];
  /** The decoded mean of the latents of `rows`, where it was asked for. */
  mean: { rows: Uint32Array; images: DecodedImages } | null;
  error: string | null;
}

export const noGroups: GroupsSlice = { rows: null, shown: null, named: [], mean: null, error: null };

export const defaultMapView: MapViewSlice = {
  tool: 'orbit',
  clusterNames: true,
  dimmed: new Set(),
  range: null,
  query: '',
  matches: null,
  lastLit: null,
  marker: null,
  outOfView: 0,
};
