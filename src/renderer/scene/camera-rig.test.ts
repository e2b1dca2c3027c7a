// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { CameraRig } from './camera-rig';

const ball = Float32Array.from({ length: 600 }, (_, i) => Math.sin(i * 12.9898) * 0.8);

function rigOn() {
  const canvas = document.createElement('canvas');
  // jsdom has no pointers to capture.
  Object.assign(canvas, { setPointerCapture: () => undefined, releasePointerCapture: () => undefined });
  document.body.append(canvas);
  const rig = new CameraRig(canvas, () => undefined, new AbortController().signal);
  rig.setView(600, 500);
  rig.fit(ball, 200, 0);
  const send = (type: string, x: number, y: number, buttons: number) =>
    canvas.dispatchEvent(
      Object.assign(new MouseEvent(type, { clientX: x, clientY: y, buttons, bubbles: true }), {
        pointerId: 1,
        pointerType: 'mouse',
      }),
    );
  return { rig, canvas, send };
}

it('a click alone leaves a fitted view fitted, also where the hand trembles', () => {
  const { rig, send } = rigOn();
  send('pointerdown', 300, 200, 1);
  send('pointermove', 302, 201, 1);
  send('pointerup', 302, 201, 0);
  send('pointermove', 420, 200, 0);
  expect(rig.chosen).toBe(false);
  expect(rig.state.fitted).toBe(true);
});

it('a drag, the wheel and the keys choose the view, until it is fitted', () => {
  const { rig, canvas, send } = rigOn();
  send('pointerdown', 300, 200, 1);
  send('pointermove', 330, 200, 1);
  send('pointerup', 330, 200, 0);
  expect(rig.chosen).toBe(true);
  rig.fit(ball, 200, 0);
  expect(rig.chosen).toBe(false);
  canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: 10 }));
  expect(rig.chosen).toBe(true);
  rig.fit(ball, 200, 0);
  rig.orbit(0.1, 0, 0);
  expect(rig.state.fitted).toBe(false);
});

it('flies around places no nearer than that what is about them is seen, and counts as a change', () => {
  const { rig } = rigOn();
  const { changes } = rig;
  rig.flyAround(Float32Array.from([0.5, 0, 0, 0.51, 0, 0]), 0);
  expect(rig.distance).toBeCloseTo(1.1, 3);
  expect(rig.state.target[0]).toBeCloseTo(0.505, 2);
  rig.flyAround(Float32Array.from([-1, 0, 0, 1, 0, 0]), 0);
  expect(rig.distance).toBeGreaterThan(2);
  expect([rig.changes, rig.chosen]).toEqual([changes + 2, true]);
});

it('tells how many points are far off, until the view is changed', () => {
  const { rig } = rigOn();
  const far = Float32Array.from(ball);
  far.set([400, 0, 0]);
  rig.fit(far, 200, 0);
  expect(rig.outside).toBe(1);
  rig.zoom(0.5, 0);
  expect(rig.outside).toBe(0);
});
