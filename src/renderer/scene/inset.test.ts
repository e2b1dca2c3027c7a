// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { Generator } from '../../core/random/generator';
import { CameraRig } from './camera-rig';
import { bearable, noInset, type Inset } from './inset';
import { PointCloud } from './point-cloud';
import { pointUniforms } from './point-material';
import { Projection } from './projection';

const n = 400;
const [width, height] = [660, 480];

/** A ball of points in a view of 660 x 480 pixels, fitted beside what covers it. */
function fitted(inset: Inset) {
  const random = new Generator(3);
  const places = Float32Array.from({ length: n * 3 }, () => Math.tanh(random.normal()));
  const uniforms = pointUniforms();
  const cloud = new PointCloud(uniforms, true);
  cloud.replace(places, n);
  const rig = new CameraRig(document.createElement('canvas'), () => undefined, new AbortController().signal);
  rig.inset = inset;
  rig.setView(width, height);
  rig.reset(cloud.to, n, 0);
  const projection = new Projection({ width, height, ratio: 1 }, rig, cloud, uniforms);
  const seen = Array.from({ length: n }, (_, index) => projection.screenPositionOf(index));
  const xs = seen.flatMap((at) => (at === null ? [] : [at.x])).sort((a, b) => a - b);
  const ys = seen.flatMap((at) => (at === null ? [] : [at.y])).sort((a, b) => a - b);
  return { rig, cloud, projection, seen, xs, ys };
}

it('frames the points beside what covers the view', () => {
  const covered = { left: 180, right: 20, top: 0, bottom: 60 };
  const { seen, xs, ys } = fitted(covered);
  expect(seen.every((at) => at !== null)).toBe(true);
  // A stray or two in a thousand may lie at the rim.
  expect(xs[2]).toBeGreaterThan(180);
  expect(xs[n - 3]).toBeLessThan(width - 20);
  expect(ys[2]).toBeGreaterThan(0);
  expect(ys[n - 3]).toBeLessThan(height - 60);
  // One of the two directions is filled, and the points stand in the middle of what is free.
  const [wide, high] = [xs[n - 1]! - xs[0]!, ys[n - 1]! - ys[0]!];
  expect(Math.max(wide / (width - 200), high / (height - 60))).toBeGreaterThan(0.8);
  expect((ys[2]! + ys[n - 3]!) / 2).toBeCloseTo((height - 60) / 2, -2);

  const open = fitted(noInset);
  expect(open.xs[2]).toBeLessThan(180);
});

it('picks, unprojects and flies where the points are seen', () => {
  const { rig, cloud, projection, seen } = fitted({ left: 180, right: 0, top: 0, bottom: 60 });
  for (let index = 0; index < n; index += 37) {
    const { x, y } = seen[index]!;
    const hit = projection.pickAt(x, y, [])!;
    const [hx, hy] = [seen[hit]!.x, seen[hit]!.y];
    expect(Math.hypot(hx - x, hy - y)).toBeLessThan(15);
    const place = projection.placeUnder(hx, hy).toArray();
    place.forEach((value, axis) => expect(value).toBeCloseTo(cloud.to[hit * 3 + axis]!, 4));
    expect(projection.inside([x - 1, y - 1, x + 1, y - 1, x + 1, y + 1, x - 1, y + 1])).toContain(index);
  }
  rig.flyTo([cloud.to[0]!, cloud.to[1]!, cloud.to[2]!], 0.5, 0);
  const { x, y } = projection.screenPositionOf(0)!;
  expect(x).toBeCloseTo(180 + (width - 180) / 2, 3);
  expect(y).toBeCloseTo((height - 60) / 2, 3);
});

it('leaves the map a part of a view that is nearly covered', () => {
  const { left, right, top, bottom } = bearable({ left: 500, right: 500, top: 30, bottom: 0 }, 400, 300);
  expect(left).toBeCloseTo(120);
  expect(right).toBeCloseTo(120);
  expect([top, bottom]).toEqual([30, 0]);
});
