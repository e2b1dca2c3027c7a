import { expect, it } from 'vitest';
import { crossFade } from './cross-fade';

const stack = { pixels: new Uint8Array([0, 10, 20, 30, 200, 210, 220, 255]), side: 2, channels: 1 as const };

it('is the one image, the other, and half of both between them', () => {
  expect([...crossFade(stack, 0, 1, 0)]).toEqual([0, 10, 20, 30]);
  expect([...crossFade(stack, 0, 1, 1)]).toEqual([200, 210, 220, 255]);
  expect([...crossFade(stack, 0, 1, 0.5)]).toEqual([100, 110, 120, 143]);
  expect([...crossFade(stack, 1, 0, 0.25)]).toEqual([150, 160, 170, 199]);
});
