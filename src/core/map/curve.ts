/** The curve 1 / (1 + a x^(2b)) by which UMAP turns a distance in the map into a membership. */
export interface Curve {
  a: number;
  b: number;
}

const POINTS = 300;
const MOST_STEPS = 200;

/**
 * The curve nearest, in least squares, to the wanted one: 1 up to `minDist`, then falling off as
 * exp(-(x - minDist) / spread), at 300 points from 0 to 3 spreads (umap-learn's `find_ab_params`). Found by the
 * method of Levenberg and Marquardt; the defaults, spread 1 and minDist 0.1, give a = 1.577, b = 0.895.
 * Throws RangeError when `spread` is not positive or `minDist` not from 0 up to it.
 */
export function fitCurve(spread: number, minDist: number): Curve {
  if (!(spread > 0 && Number.isFinite(spread)))
    throw new RangeError(`The spread must be positive, not ${spread}.`);
  if (!(minDist >= 0 && minDist <= spread)) {
    throw new RangeError(`The least distance must be from 0 to the spread, ${spread}, not ${minDist}.`);
  }
  const xs = Float64Array.from({ length: POINTS }, (_, i) => (3 * spread * i) / (POINTS - 1));
  const wanted = xs.map((x) => (x < minDist ? 1 : Math.exp(-(x - minDist) / spread)));
  let best = { a: 1, b: 1 };
  let step = normalEquations(xs, wanted, best);
  let damping = 1e-3;
  for (let i = 0; i < MOST_STEPS; i++) {
    const { aa, ab, bb, ra, rb } = step;
    const da = aa * (1 + damping);
    const db = bb * (1 + damping);
    const determinant = da * db - ab * ab;
    const change = { a: (ra * db - rb * ab) / determinant, b: (rb * da - ra * ab) / determinant };
    const tried = { a: best.a + change.a, b: best.b + change.b };
    const next = tried.a > 0 && tried.b > 0 ? normalEquations(xs, wanted, tried) : null;
    if (next === null || !(next.error < step.error)) {
      if (damping > 1e12) break;
      damping *= 10;
      continue;
    }
    const settled = Math.abs(change.a) < 1e-12 * tried.a && Math.abs(change.b) < 1e-12 * tried.b;
    best = tried;
    step = next;
    damping /= 10;
    if (settled) break;
  }
  return best;
}

/** The squared error of a curve, and the sums over its derivatives by a and b and the residuals. */
interface NormalEquations {
  error: number;
  aa: number;
  ab: number;
  bb: number;
  ra: number;
  rb: number;
}

function normalEquations(xs: Float64Array, wanted: Float64Array, { a, b }: Curve): NormalEquations {
  const sums = { error: 0, aa: 0, ab: 0, bb: 0, ra: 0, rb: 0 };
  xs.forEach((x, i) => {
    const power = x ** (2 * b);
    const value = 1 / (1 + a * power);
    const byA = -power * value * value;
    const byB = x > 0 ? 2 * a * Math.log(x) * byA : 0;
    const residual = wanted[i]! - value;
    sums.error += residual * residual;
    sums.aa += byA * byA;
    sums.ab += byA * byB;
    sums.bb += byB * byB;
    sums.ra += byA * residual;
    sums.rb += byB * residual;
  });
  return sums;
}
