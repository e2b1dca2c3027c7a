/** Where a data position stands in the scene: `(position - centre) * scale`, the bulk of the points within radius 1. */
export interface ViewingTransform {
  centre: [number, number, number];
  scale: number;
}

const sampleSize = 4096;

/** The value below which `share` of the sorted values lie. */
export function quantile(sorted: Float32Array, share: number): number {
  if (sorted.length === 0) return 0;
  return sorted[Math.round(share * (sorted.length - 1))]!;
}

/** Every so many points, so that at most `sampleSize` are looked at. */
export function sampleStride(n: number): number {
  return Math.max(1, Math.ceil(n / sampleSize));
}

/**
 * Centre and scale for positions `[n, dims]`: the middle between the 1st and 99th percentile of each axis, and the
 * distance that 98 % of the points keep within, so that a few strays do not shrink the map. Points that are not
 * finite are left out.
 */
export function viewingTransform(positions: Float32Array, n: number, dims: 2 | 3): ViewingTransform {
  const stride = sampleStride(n);
  const axes: [number[], number[], number[]] = [[], [], []];
  for (let i = 0; i < n; i += stride) {
    const x = positions[i * dims]!;
    const y = positions[i * dims + 1]!;
    const z = dims === 3 ? positions[i * dims + 2]! : 0;
    if (!Number.isFinite(x + y + z)) continue;
    axes[0].push(x);
    axes[1].push(y);
    axes[2].push(z);
  }
  const middle = (values: number[]) => {
    const sorted = Float32Array.from(values).sort();
    return (quantile(sorted, 0.01) + quantile(sorted, 0.99)) / 2;
  };
  const centre: [number, number, number] = [middle(axes[0]), middle(axes[1]), middle(axes[2])];
  const distances = Float32Array.from(axes[0], (x, i) =>
    Math.hypot(x - centre[0], axes[1][i]! - centre[1], axes[2][i]! - centre[2]),
  ).sort();
  const radius = quantile(distances, 0.98);
  return { centre, scale: radius > 0 ? 1 / radius : 1 };
}

/** Data positions `[n, dims]` in the scene, `[n, 3]`; two dimensions lie in the plane z = 0. */
export function toScene(
  positions: Float32Array,
  n: number,
  dims: 2 | 3,
  transform: ViewingTransform,
): Float32Array {
  const { centre, scale } = transform;
  const out = new Float32Array(n * 3);
  for (let i = 0; i < n; i++) {
    out[i * 3] = (positions[i * dims]! - centre[0]) * scale;
    out[i * 3 + 1] = (positions[i * dims + 1]! - centre[1]) * scale;
    if (dims === 3) out[i * 3 + 2] = (positions[i * 3 + 2]! - centre[2]) * scale;
  }
  return out;
}

/** A place of the scene in data coordinates, `[dims]`. */
export function toData(
  place: { x: number; y: number; z: number },
  dims: 2 | 3,
  transform: ViewingTransform,
): Float32Array {
  const { centre, scale } = transform;
  const all = [place.x / scale + centre[0], place.y / scale + centre[1], place.z / scale + centre[2]];
  return Float32Array.from(all.slice(0, dims));
}
