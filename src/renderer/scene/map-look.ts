/** How points and ground are drawn, as the user chose it. */
export interface MapLook {
  /** Times the size that suits the number of points. */
  size: number;
  /** Of the points, 0 to 1. */
  opacity: number;
  /**
   * Points as their images: where they are few, or one has come near (auto); always, small ones too (on); never (off).
   */
  thumbnails: 'auto' | 'on' | 'off';
  /** Lines on the ground of a 3-D map, or behind a flat one. */
  grid: boolean;
  /** A level surface beneath a 3-D map. */
  ground: boolean;
}

export const defaultMapLook: MapLook = {
  size: 1,
  opacity: 1,
  thumbnails: 'auto',
  grid: true,
  ground: true,
};

/** Bounds of size and opacity: below, points can no longer be seen. */
export const mapLookBounds = { size: [0.3, 3], opacity: [0.1, 1] } as const;
