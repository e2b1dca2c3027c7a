import fc from 'fast-check';
import { PerspectiveCamera, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { Generator } from '../../core/random/generator';
import { bestAzimuth } from './best-azimuth';
import { fitInView, outOfView, type View } from './fitting';
import { basisAt } from './framing';
import { noInset } from './inset';

const tanY = Math.tan((38 * Math.PI) / 360);
const sizes: readonly [number, number][] = [
  [610, 560],
  [769, 794],
  [1890, 1300],
  [400, 900],
  [1200, 260],
];

function viewOf([width, height]: readonly [number, number], inset: View['inset'] = noInset): View {
  return { width, height, tanY, inset, pointRadius: 0 };
}

/** Where points `[n, 3]` are seen once they are fitted, in CSS pixels, found by three's own camera. */
function seen(points: Float32Array, view: View, direction: { phi: number; theta: number }) {
  const n = points.length / 3;
  const basis = basisAt(direction);
  const fitted = fitInView(points, n, basis, view);
  if (fitted === null) throw new Error('There is nothing to be seen.');
  const camera = new PerspectiveCamera(38, view.width / view.height, 1e-6, 1e6);
  const { left, right, top, bottom } = view.inset;
  camera.setViewOffset(
    view.width,
    view.height,
    (right - left) / 2,
    (bottom - top) / 2,
    view.width,
    view.height,
  );
  const along = (axis: [number, number, number], by: number) => new Vector3(...axis).multiplyScalar(by);
  const target = along(basis.right, fitted.x).add(along(basis.up, fitted.y));
  camera.position.copy(target).add(along(basis.back, fitted.distance ?? 3));
  camera.up.set(...basis.up);
  camera.lookAt(target);
  camera.updateMatrixWorld();
  const place = new Vector3();
  return Array.from({ length: n }, (_, i) => {
    const { x, y } = place.fromArray(points, i * 3).project(camera);
    return { x: ((x + 1) / 2) * view.width, y: ((1 - y) / 2) * view.height };
  });
}

/** The share of the view's width or height that the places fill: of whichever is filled more. */
function filled(places: readonly { x: number; y: number }[], { width, height }: View): number {
  const extent = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  return Math.max(extent(places.map(({ x }) => x)) / width, extent(places.map(({ y }) => y)) / height);
}

function cloud(n: number, stretch: readonly number[], seed = 7): Float32Array {
  const random = new Generator(seed);
  return Float32Array.from({ length: n * 3 }, (_, i) => random.uniform() * stretch[i % 3]!);
}

function extent(points: Float32Array, axis: readonly [number, number, number]): number {
  const along = Array.from(
    { length: points.length / 3 },
    (_, i) => points[i * 3]! * axis[0] + points[i * 3 + 1]! * axis[1] + points[i * 3 + 2]! * axis[2],
  );
  return Math.max(...along) - Math.min(...along);
}

/** Of the side of the view that is filled first, in the scene. */
function extentAcross(
  points: Float32Array,
  from: { phi: number; theta: number },
  [width, height]: readonly [number, number],
): number {
  const { right, up } = basisAt(from);
  return Math.max(extent(points, right) * Math.min(1, height / width), extent(points, up));
}

const direction = fc.record({
  phi: fc.double({ min: 0.02, max: Math.PI - 0.02, noNaN: true }),
  theta: fc.double({ min: -4, max: 4, noNaN: true }),
});
const seed = fc.integer({ min: 0, max: 1e6 });
const size = fc.constantFrom(...sizes);

describe('fitted points fill 80 to 90 % of the side that limits them', () => {
  it('whatever their number, shape, place and scale, from all sides, in any view', () => {
    const stretch = fc.array(fc.constantFrom(0, 0.001, 0.3, 1), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 400 }),
        stretch,
        fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 3, maxLength: 3 }),
        direction,
        size,
        seed,
        (n, axes, offset, from, wide, chance) => {
          fc.pre(axes.some((length) => length > 0));
          const points = cloud(n, axes, chance).map((value, i) => value + offset[i % 3]!);
          const view = viewOf(wide);
          // Seen end on they are behind one another.
          fc.pre(extent(points, basisAt(from).back) < 2 * extentAcross(points, from, wide));
          const places = seen(points, view, from);
          const share = filled(places, view);
          expect(share).toBeGreaterThan(0.8);
          expect(share).toBeLessThan(0.9);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of points along a line, from where its length is seen', () => {
    const line = Float32Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? i / 150 - 1 : 0));
    for (const wide of sizes) {
      const share = filled(seen(line, viewOf(wide), { phi: Math.PI / 2, theta: 0.4 }), viewOf(wide));
      expect(share).toBeCloseTo(0.85, 2);
    }
  });

  it('but for strays, which do not shrink the rest; how many are out of view is told', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 3000 }),
        fc.double({ min: 6, max: 1e5, noNaN: true }),
        direction,
        size,
        seed,
        (n, far, from, wide, chance) => {
          const points = cloud(n, [1, 1, 1], chance);
          const basis = basisAt(from);
          // Off to the right of the view.
          points.set(basis.right.map((axis) => axis * far));
          const view = viewOf(wide);
          const share = filled(seen(points, view, from).slice(1), view);
          expect(share).toBeGreaterThan(0.8);
          expect(share).toBeLessThan(0.9);
          const fitted = fitInView(points, n, basis, view)!;
          const framing = { ...fitted, distance: fitted.distance! };
          expect(outOfView(points, n, basis, framing, view)).toBe(1);
        },
      ),
      { numRuns: 100 },
    );
  });
});

it('has no distance for points at one place, and nothing for none or those that are nowhere', () => {
  const view = viewOf(sizes[0]!);
  const straight = basisAt({ phi: Math.PI / 2, theta: 0 });
  expect(fitInView(new Float32Array([0.5, 2, 1, 0.5, 2, 1]), 2, straight, view)?.distance).toBeNull();
  expect(fitInView(new Float32Array([0.5, 2, 0, 0.5, 2, 1]), 2, straight, view)?.distance).toBeNull();
  expect(fitInView(new Float32Array(0), 0, straight, view)).toBeNull();
  expect(fitInView(new Float32Array([NaN, 0, 0]), 1, straight, view)).toBeNull();
});

it('gives way to what stands in a corner only where points would lie under it', () => {
  const corner = { width: 190, height: 250 };
  const open = viewOf([769, 794], { left: 0, right: 47, top: 0, bottom: 42 });
  const beside = { ...open, inset: { ...open.inset, corner } };
  const front = { phi: Math.PI / 2, theta: 0 };
  // From the lower left to the upper right, and from the upper left to the lower right.
  const rising = Float32Array.from({ length: 600 }, (_, i) =>
    i % 3 === 2 ? 0 : Math.floor(i / 3) / 100 - 1,
  );
  const falling = rising.map((value, i) => (i % 3 === 1 ? -value : value));
  expect(seen(rising, beside, front)).toEqual(seen(rising, open, front));
  const places = seen(falling, beside, front);
  expect(places.filter(({ x, y }) => x < corner.width && y < corner.height)).toEqual([]);
  expect(places.every(({ x, y }) => x < 769 - 47 && y < 794 - 42)).toBe(true);
});

it('keeps points that are large as images out from under what covers the sides', () => {
  const view = { ...viewOf([610, 560], { left: 0, right: 47, top: 0, bottom: 42 }), pointRadius: 27 };
  const places = seen(cloud(12, [1, 1, 1]), view, { phi: 1.3, theta: 0.7 });
  for (const { x, y } of places) {
    expect(x + 27).toBeLessThan(610 - 47);
    expect(y + 27).toBeLessThan(560 - 42);
    expect(Math.min(x, y) - 27).toBeGreaterThan(0);
  }
});

it('begins where the points fill most of the view: a long cloud shows its length', () => {
  const view = viewOf([1200, 500]);
  expect(Math.abs(Math.sin(bestAzimuth(cloud(500, [0.2, 0.3, 3]), 500, 1.3, view)))).toBeGreaterThan(0.6);
  expect(Math.abs(Math.sin(bestAzimuth(cloud(500, [3, 0.3, 0.2]), 500, 1.3, view)))).toBeLessThan(0.8);
});
