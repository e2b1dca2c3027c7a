import { describe, expect, it } from 'vitest';
import { defaultMapLook } from './map-look';
import { drawnSize, pointSizing, type PointsShown } from './point-size';

const tanY = Math.tan((38 * Math.PI) / 360);
/** From where a cloud is fitted, nearest and furthest part. */
const [front, back] = [1.8, 3.8];

function sizing(n: number, fields: Partial<PointsShown> = {}) {
  return pointSizing({ n, height: 640, tanY, images: true, look: defaultMapLook, ...fields });
}

/** Whether all points of a fitted view are images, or none. */
function pictured(of: ReturnType<typeof pointSizing>): boolean[] {
  return [front, back].map((depth) => drawnSize(of, depth) >= of.pictured[1]);
}

describe('points as images', () => {
  it('are so at once where they are few, and large enough to be made out', () => {
    for (const n of [1, 40, 500, 2000])
      for (const height of [500, 640, 1350]) {
        const few = sizing(n, { height });
        expect(pictured(few)).toEqual([true, true]);
        expect(drawnSize(few, 2.7)).toBeGreaterThanOrEqual(20);
        expect(drawnSize(few, back)).toBeGreaterThanOrEqual(12);
      }
    expect(drawnSize(sizing(100), 2.7)).toBeGreaterThan(drawnSize(sizing(1500), 2.7));
  });

  it('are balls from afar where they are many, in a window of any height, and images from near', () => {
    for (const n of [2001, 10_000, 70_000])
      for (const height of [500, 640, 1350]) {
        const many = sizing(n, { height });
        expect(drawnSize(many, front)).toBeLessThan(many.pictured[1]);
        expect(drawnSize(many, 0.1)).toBeGreaterThan(many.pictured[1]);
      }
  });

  it('are what the user says: always, or never', () => {
    expect(pictured(sizing(50_000, { look: { size: 1, thumbnails: 'on' } }))).toEqual([true, true]);
    const never = sizing(100, { look: { size: 1, thumbnails: 'off' } });
    expect(drawnSize(never, 0.06)).toBeLessThan(never.pictured[0]);
  });

  it('are none where there are no images', () => {
    const balls = sizing(100, { images: false });
    expect(drawnSize(balls, 2.7)).toBeLessThan(balls.pictured[0] * 2);
    expect(balls).toEqual(sizing(100, { images: false, look: { size: 1, thumbnails: 'auto' } }));
  });
});

it('points grow by the size chosen, and are the smaller the more there are', () => {
  const size = (n: number, times = 1) =>
    drawnSize(sizing(n, { images: false, look: { size: times, thumbnails: 'auto' } }), 2.7);
  expect(size(10_000, 1.5)).toBeCloseTo(size(10_000) * 1.5, 4);
  const sizes = [100, 1000, 10_000, 100_000, 1_000_000].map((n) => size(n));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
});
