import { expect, it } from 'vitest';
import { inDimensions, liveDimensions } from './live-dimensions';

/** Of three dimensions the middle one hardly varies. */
const mu = Float32Array.from({ length: 300 }, (_, at) => (at % 3 === 1 ? 0.02 : 1) * Math.sin(at * 7));

it('are those whose mu varies, all where none does, and all of vectors without a posterior', () => {
  const images = { mu, kl: new Float32Array(100), n: 100, latent: 3 };
  expect([...liveDimensions(images)]).toEqual([0, 2]);
  expect([...liveDimensions({ ...images, mu: new Float32Array(300) })]).toEqual([0, 1, 2]);
  expect([...liveDimensions({ ...images, kl: new Float32Array(100).fill(NaN) })]).toEqual([0, 1, 2]);
});

it('leave the others out of vectors', () => {
  expect([...inDimensions(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3, Int32Array.of(0, 2))]).toEqual([
    1, 3, 4, 6,
  ]);
  expect(inDimensions(mu, 100, 3, Int32Array.of(0, 1, 2))).toBe(mu);
});
