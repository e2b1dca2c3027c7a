import { Vector3, PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { Generator } from '../../core/random/generator';
import { frame, widestAzimuth } from './framing';
import { toData, toScene, viewingTransform } from './viewing-transform';

function cloud(n: number, stretch: [number, number, number]): Float32Array {
  const random = new Generator(7);
  return Float32Array.from({ length: n * 3 }, (_, i) => random.normal() * stretch[i % 3]!);
}

const straight = {
  right: [1, 0, 0] as [number, number, number],
  up: [0, 1, 0] as [number, number, number],
  back: [0, 0, 1] as [number, number, number],
};

describe('frame', () => {
  it('fills the share of the view that it is asked to, and centres', () => {
    const points = cloud(2000, [3, 1, 0.5]);
    for (let i = 0; i < points.length; i += 3) points[i] = points[i]! + 10;
    const tanY = Math.tan((38 * Math.PI) / 360);
    const framing = frame(points, 2000, straight, tanY * 1.5, tanY, 0.84)!;
    const camera = new PerspectiveCamera(38, 1.5, 0.01, 1000);
    camera.position.set(framing.x, framing.y, framing.distance);
    camera.updateMatrixWorld();
    const place = new Vector3();
    const xs = Array.from({ length: 2000 }, (_, i) => place.fromArray(points, i * 3).project(camera).x).sort(
      (a, b) => a - b,
    );
    expect(xs[10]).toBeCloseTo(-0.84, 1);
    expect(xs[1989]).toBeCloseTo(0.84, 1);
    expect(framing.x).toBeCloseTo(10, 0);
  });

  it('has nothing to say of no points, or of points that are nowhere', () => {
    expect(frame(new Float32Array(0), 0, straight, 1, 1, 0.8)).toBeNull();
    expect(frame(new Float32Array([NaN, 0, 0]), 1, straight, 1, 1, 0.8)).toBeNull();
  });
});

it('looks across the longest side', () => {
  // Long in z: seen from the x axis, an azimuth of a quarter turn either way.
  expect(Math.abs(Math.sin(widestAzimuth(cloud(500, [0.2, 1, 3]), 500)))).toBeGreaterThan(0.99);
  expect(Math.abs(Math.sin(widestAzimuth(cloud(500, [3, 1, 0.2]), 500)))).toBeLessThan(0.1);
  // Long in the diagonal x = z: the camera's right must lie along it.
  const diagonal = Float32Array.from({ length: 300 }, (_, i) => (i % 3 === 1 ? 0 : Math.floor(i / 3) - 50));
  const theta = widestAzimuth(diagonal, 100);
  expect(Math.abs(Math.cos(theta) - Math.sin(theta))).toBeCloseTo(Math.SQRT2, 5);
});

describe('viewingTransform', () => {
  it('brings the bulk within radius 1 whatever the units, strays or not', () => {
    const points = cloud(1000, [500, 500, 500]);
    points.set([1e6, 1e6, 1e6], 0);
    const scaled = toScene(points, 1000, 3, viewingTransform(points, 1000, 3));
    const inside = Array.from({ length: 1000 }, (_, i) => Math.hypot(...scaled.subarray(i * 3, i * 3 + 3)));
    expect(inside.filter((distance) => distance <= 1.001).length).toBeGreaterThan(970);
    expect(inside.filter((distance) => distance > 0.5).length).toBeGreaterThan(300);
  });

  it('lays two dimensions flat and finds the way back', () => {
    const points = new Float32Array([0, 0, 4, 8, -4, 2]);
    const transform = viewingTransform(points, 3, 2);
    const [x = 0, y = 0, z = 0] = toScene(points, 3, 2, transform).subarray(3, 6);
    expect(z).toBe(0);
    const back = toData({ x, y, z }, 2, transform);
    expect(back).toHaveLength(2);
    expect(back[0]).toBeCloseTo(4, 4);
    expect(back[1]).toBeCloseTo(8, 4);
  });

  it('bears one point, none, and points that are nowhere', () => {
    expect(viewingTransform(new Float32Array([5, 6, 7]), 1, 3)).toEqual({ centre: [5, 6, 7], scale: 1 });
    expect(viewingTransform(new Float32Array(0), 0, 3).scale).toBe(1);
    const some = viewingTransform(new Float32Array([NaN, 0, 0, 1, 0, 0, 3, 0, 0]), 3, 3);
    expect(some.centre).toEqual([2, 0, 0]);
  });
});
