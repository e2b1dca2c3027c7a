import { PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { pick, pickInside, type PickView } from './picking';
import { defaultMapLook } from './map-look';
import { depthOfSize, drawnSize, pointSizing, type PointSizing } from './point-size';
import { Generator } from '../../core/random/generator';
import { dimmedBit, fadedBit } from './point-states';
import { SpatialIndex } from './spatial-index';

function sizingOf(n: number, height: number, tanY: number): PointSizing {
  return pointSizing({ n, height, tanY, images: true, look: defaultMapLook });
}

/** Looks along -z from (0, 0, 2): x and y of +-1 lie well inside of the 800 x 600 view. */
function viewOf(places: number[][]): PickView {
  const camera = new PerspectiveCamera(60, 800 / 600, 0.02, 60);
  camera.position.set(0, 0, 2);
  camera.updateMatrixWorld();
  const matrix = camera.projectionMatrix.clone().multiply(camera.matrixWorldInverse).elements;
  const to = Float32Array.from(places.flat());
  return {
    n: places.length,
    from: to.slice(),
    to,
    mixing: 1,
    look: new Uint8Array(places.length * 4),
    matrix,
    width: 800,
    height: 600,
    sizing: sizingOf(10_000, 600, Math.tan(Math.PI / 6)),
    thumbnails: 0,
    index: null,
  };
}

/** Where (x, y, z) is seen: 300 / tan(30 deg) pixels to a unit at depth 1. */
function seen(x: number, y: number, z: number): [number, number] {
  const scale = 300 / Math.tan(Math.PI / 6) / (2 - z);
  return [400 + x * scale, 300 - y * scale];
}

describe('pick', () => {
  it('finds the point under the pointer, and none in the empty', () => {
    const view = viewOf([
      [0, 0, 0],
      [0.5, 0.25, 0],
    ]);
    expect(pick(view, ...seen(0.5, 0.25, 0), 6)).toBe(1);
    expect(pick(view, ...seen(-0.5, -0.5, 0), 6)).toBeNull();
  });

  it('takes the one in front where several cover the place, whatever their order', () => {
    expect(
      pick(
        viewOf([
          [0, 0, 0.5],
          [0, 0, -0.5],
        ]),
        400,
        300,
        6,
      ),
    ).toBe(0);
    expect(
      pick(
        viewOf([
          [0, 0, -0.5],
          [0, 0, 0.5],
        ]),
        400,
        300,
        6,
      ),
    ).toBe(1);
  });

  it('takes the later one at the same depth, which is drawn over the other', () => {
    expect(
      pick(
        viewOf([
          [0, 0, 0],
          [0, 0, 0],
        ]),
        400,
        300,
        6,
      ),
    ).toBe(1);
  });

  it('forgives a few pixels, and prefers what is covered to what is close', () => {
    const view = viewOf([
      [0, 0, 0],
      [0.05, 0, 1],
    ]);
    const [x, y] = seen(0, 0, 0);
    const radius = drawnSize(view.sizing, 2) / 2;
    expect(pick(view, x - radius - 5, y, 6)).toBe(0);
    expect(pick(view, x - radius - 7, y, 6)).toBeNull();
    expect(pick(view, x, y, 60)).toBe(0);
  });

  it('sees neither dimmed points, nor those behind the camera, nor those that are nowhere', () => {
    const view = viewOf([
      [0, 0, 0],
      [0, 0, 5],
      [NaN, 0, 0],
    ]);
    view.look[3] = dimmedBit;
    expect(pick(view, 400, 300, 6)).toBeNull();
    expect(pickInside(view, [0, 0, 800, 0, 800, 600, 0, 600])).toEqual([]);
  });

  it('follows points on their way', () => {
    const view = viewOf([[1, 0, 0]]);
    view.from.set([0, 0, 0]);
    view.mixing = 0.5;
    expect(pick(view, ...seen(0.5, 0, 0), 6)).toBe(0);
    expect(pick(view, ...seen(1, 0, 0), 6)).toBeNull();
  });
});

it('finds what a lasso holds, bays left out', () => {
  const view = viewOf([
    [0, 0, 0],
    [-0.5, 0, 0],
    [0.5, 0, 0],
  ]);
  expect(pickInside(view, [300, 200, 500, 200, 500, 400, 300, 400])).toEqual([0]);
  const bay = [200, 200, 600, 200, 600, 400, 450, 400, 400, 250, 350, 400, 200, 400];
  expect(pickInside(view, bay)).toEqual([1, 2]);
});

it('knows the depth of a size', () => {
  const sizing = sizingOf(10_000, 900, 0.344);
  for (const size of [5, 15, 20, 44, 80])
    expect(drawnSize(sizing, depthOfSize(sizing, size))).toBeCloseTo(size, 4);
});

it('takes what stands out before what has faded in front of it, and the faded where nothing else is', () => {
  const view = viewOf([
    [0, 0, 0.5],
    [0, 0, -0.5],
    [0.5, 0.25, 0],
  ]);
  view.look[3] = fadedBit;
  view.look[11] = fadedBit;
  expect(pick(view, 400, 300, 6)).toBe(1);
  expect(pick(view, ...seen(0.5, 0.25, 0), 6)).toBe(2);
});

it('takes a thumbnail by its corners, a disc not', () => {
  const view = viewOf([[0, 0, 1.8]]);
  const half = drawnSize(view.sizing, 0.2) / 2;
  const corner = [400 + half * 0.95, 300 - half * 0.95] as const;
  expect(half).toBeGreaterThan(10);
  expect(pick(view, ...corner, 0)).toBeNull();
  view.thumbnails = 1;
  expect(pick(view, ...corner, 0)).toBe(0);
});

it('finds with the index what it finds by looking at every point, from wherever it is seen', () => {
  const random = new Generator(5);
  const n = 6000;
  const places = Array.from({ length: n }, (_, i) =>
    i % 500 === 0
      ? [NaN, 0, 0]
      : [random.normal() * 0.4, random.normal() * 0.2, (i % 7 === 0 ? 5 : 0.5) * random.normal()],
  );
  const view = viewOf(places);
  for (let i = 0; i < n; i += 3) view.look[i * 4 + 3] = i % 2 === 0 ? dimmedBit : fadedBit;
  view.thumbnails = n / 2;
  const index = SpatialIndex.of(view.to, n);
  let hits = 0;
  for (let trial = 0; trial < 400; trial++) {
    const camera = new PerspectiveCamera(60, 800 / 600, 0.02, 60);
    camera.position.set(random.normal(), random.normal(), random.normal() + (trial % 2 === 0 ? 2 : 0));
    camera.lookAt(random.normal() * 0.3, 0, 0);
    camera.updateMatrixWorld();
    view.matrix = camera.projectionMatrix.clone().multiply(camera.matrixWorldInverse).elements;
    const [x, y, tolerance] = [random.uniform() * 800, random.uniform() * 600, trial % 3 === 0 ? 80 : 6];
    const expected = pick({ ...view, index: null }, x, y, tolerance);
    expect(pick({ ...view, index }, x, y, tolerance)).toBe(expected);
    if (expected !== null) hits += 1;
  }
  expect(hits).toBeGreaterThan(100);
});

it('looks at a small part of very many points', () => {
  const random = new Generator(6);
  const n = 300_000;
  const places = Float32Array.from({ length: n * 3 }, () => random.normal() * 0.4);
  const index = SpatialIndex.of(places, n);
  const { matrix } = viewOf([[0, 0, 0]]);
  const beam = { matrix, halfWidth: 400, halfHeight: 300, x: 430, y: 280, reach: () => 7 };
  const found = index.near(beam).length;
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(n / 20);
});
