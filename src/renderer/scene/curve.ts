/** A smooth curve through points: `points` `[count, 3]`, and at which frame each lies (`along` `[count]`). */
export interface Curve {
  count: number;
  points: Float32Array;
  along: Float32Array;
}

const piecesPerFrame = 12;

/**
 * Centripetal Catmull-Rom through `[frames, 3]` (Barry and Goldman 1988): it meets every frame and neither loops nor
 * overshoots between frames that lie at uneven distances, as those of a map do.
 */
export function smoothCurve(frames: Float32Array): Curve {
  const n = Math.floor(frames.length / 3);
  const count = n < 2 ? n : (n - 1) * piecesPerFrame + 1;
  const points = new Float32Array(count * 3);
  const along = new Float32Array(count);
  const read = (i: number): [number, number, number] => [
    frames[i * 3]!,
    frames[i * 3 + 1]!,
    frames[i * 3 + 2]!,
  ];
  for (let s = 0; s < count; s++) {
    const segment = Math.max(0, Math.min(n - 2, Math.floor(s / piecesPerFrame)));
    const t = n < 2 ? 0 : s / piecesPerFrame - segment;
    along[s] = segment + t;
    const p1 = read(segment);
    const p2 = n < 2 ? p1 : read(segment + 1);
    const p0 = segment > 0 ? read(segment - 1) : mirror(p1, p2);
    const p3 = segment + 2 < n ? read(segment + 2) : mirror(p2, p1);
    points.set(between(p0, p1, p2, p3, t), s * 3);
  }
  return { count, points, along };
}

type Place = [number, number, number];

function mirror(at: Place, other: Place): Place {
  return [2 * at[0] - other[0], 2 * at[1] - other[1], 2 * at[2] - other[2]];
}

function knot(a: Place, b: Place): number {
  return Math.max(1e-6, Math.sqrt(Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2])));
}

function between(p0: Place, p1: Place, p2: Place, p3: Place, t: number): Place {
  const d1 = knot(p0, p1);
  const d2 = knot(p1, p2);
  const d3 = knot(p2, p3);
  const out: Place = [0, 0, 0];
  for (let c = 0; c < 3; c++) {
    const [a, b, e, f] = [p0[c]!, p1[c]!, p2[c]!, p3[c]!];
    // Hermite form: the tangents of the non-uniform spline at both ends, scaled to the piece's own parameter.
    const m1 = d2 * ((b - a) / d1 - (e - a) / (d1 + d2) + (e - b) / d2);
    const m2 = d2 * ((e - b) / d2 - (f - b) / (d2 + d3) + (f - e) / d3);
    const t2 = t * t;
    const t3 = t2 * t;
    out[c] = (2 * t3 - 3 * t2 + 1) * b + (t3 - 2 * t2 + t) * m1 + (-2 * t3 + 3 * t2) * e + (t3 - t2) * m2;
  }
  return out;
}
