import { Vector3 } from 'three';
import { expect, it } from 'vitest';
import { CameraFlight, viewpoint } from './camera-flight';

it('arrives where it was sent, the short way round, and never comes nearer than both ends', () => {
  const flight = new CameraFlight();
  const [from, to, here] = [viewpoint(), viewpoint(), viewpoint()];
  from.offset.set(2, 1, 3);
  to.offset.set(4, 1.2, -3);
  to.target.set(1, 0, 0);
  flight.begin(from, to, 400);
  const place = new Vector3();
  expect(flight.at(1000, here)).toBe(true);
  expect(here.offset.theta).toBeCloseTo(3, 6);
  expect(flight.at(1200, here)).toBe(true);
  expect(place.setFromSpherical(here.offset).length()).toBeGreaterThan(2);
  expect(here.offset.theta).toBeGreaterThan(3);
  expect(flight.at(1400, here)).toBe(false);
  expect(here.target.x).toBeCloseTo(1, 6);
  expect(here.offset.radius).toBeCloseTo(4, 6);
  expect(Math.cos(here.offset.theta)).toBeCloseTo(Math.cos(-3), 6);
  expect(Math.sin(here.offset.theta)).toBeCloseTo(Math.sin(-3), 6);
});
