import { describe, expect, it } from 'vitest';
import { Generator } from '../random/generator';
import { alignTo } from './align';

const g = new Generator(4);
const map = Float32Array.from({ length: 300 }, () => g.normal());

/** Turned by `angle` about the last axis (or in the plane), mirrored on request, and moved. */
function moved(dims: 2 | 3, angle: number, mirror: number): Float32Array {
  return map.map((_, at) => {
    const row = at - (at % dims);
    const [x, y] = [map[row]!, map[row + 1]! * mirror];
    const turned = [
      x * Math.cos(angle) - y * Math.sin(angle),
      x * Math.sin(angle) + y * Math.cos(angle),
      map[row + 2]!,
    ];
    return turned[at % dims]! + 5;
  });
}

describe('alignTo', () => {
  it.each([
    [2, 1],
    [2, -1],
    [3, 1],
    [3, -1],
  ] as const)('lays a turned and moved map of %i dimensions (mirrored: %i) back', (dims, mirror) => {
    const aligned = alignTo(map, moved(dims, 2.5, mirror), 300 / dims, dims);
    aligned.forEach((x, at) => expect(Math.abs(x - map[at]!)).toBeLessThan(1e-5));
  });

  it('keeps the distances of a map that is another one', () => {
    const other = Float32Array.from({ length: 300 }, () => g.normal());
    const aligned = alignTo(map, other, 100, 3);
    const apart = (points: Float32Array, i: number): number =>
      Math.hypot(points[i]! - points[0]!, points[i + 1]! - points[1]!, points[i + 2]! - points[2]!);
    for (let i = 3; i < 300; i += 3) expect(apart(aligned, i)).toBeCloseTo(apart(other, i), 4);
    const error = (points: Float32Array): number =>
      points.reduce((sum, x, at) => sum + (x - map[at]!) ** 2, 0);
    expect(error(aligned)).toBeLessThan(error(other));
  });

  it('only moves a map without a direction to turn by, and refuses another length', () => {
    expect([...alignTo(Float32Array.of(1, 2), Float32Array.of(5, 5), 1, 2)]).toEqual([1, 2]);
    expect([...alignTo(Float32Array.of(0, 0, 2, 0), Float32Array.of(7, 7, 7, 7), 2, 2)]).toEqual([
      1, 0, 1, 0,
    ]);
    expect(alignTo(new Float32Array(0), new Float32Array(0), 0, 3)).toHaveLength(0);
    expect(() => alignTo(map, map.slice(3), 100, 3)).toThrow(RangeError);
  });
});
