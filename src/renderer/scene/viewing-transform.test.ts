import { describe, expect, it } from 'vitest';
import { Generator } from '../../core/random/generator';
import { toData, toScene, viewingTransform } from './viewing-transform';

function cloud(n: number, stretch: [number, number, number]): Float32Array {
  const random = new Generator(7);
  return Float32Array.from({ length: n * 3 }, (_, i) => random.normal() * stretch[i % 3]!);
}

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
