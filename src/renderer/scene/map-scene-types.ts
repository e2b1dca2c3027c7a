import type { Modifiers } from './pointer';

/** What the scene tells. Places are CSS pixels from the container's top left. */
export interface MapSceneEvents {
  onHover(index: number | null, x: number, y: number): void;
  onClick(index: number | null, modifiers: Modifiers, x: number, y: number): void;
  /** The view was fitted to all points but these few, which lie far from the rest; 0 once it is looked at otherwise. */
  onOutOfView(count: number): void;
}

export interface MapPoints {
  n: number;
  dims: 2 | 3;
  /** `[n, dims]` in the map's own units; copied. */
  positions: Float32Array;
  /** Move there from the former places; for as many points in as many dimensions as before only. */
  animate?: boolean;
}
