// @vitest-environment jsdom
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { decodePoints, turnCloud } from './turning-cloud';

const starter = path.resolve(import.meta.dirname, '../../../../resources/starter');
let hidden = false;
let drawn = 0;

beforeEach(() => {
  vi.useFakeTimers();
  [hidden, drawn] = [false, 0];
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('matchMedia', () => ({ addEventListener() {}, removeEventListener() {} }));
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  const context = new Proxy(
    { canvas: { width: 800, height: 600 } },
    {
      get: (target, name) => {
        if (name === 'canvas') return target.canvas;
        if (name === 'createRadialGradient') return () => ({ addColorStop: () => undefined });
        return () => {
          if (name === 'clearRect') drawn += 1;
        };
      },
      set: () => true,
    },
  );
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(context as never);
  vi.spyOn(HTMLCanvasElement.prototype, 'clientWidth', 'get').mockReturnValue(800);
  vi.spyOn(HTMLCanvasElement.prototype, 'clientHeight', 'get').mockReturnValue(600);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('shows points of the very map that the starter opens with', () => {
  const { positions, classes } = decodePoints();
  const npy = readFileSync(path.join(starter, 'map.npy'));
  const header = 10 + npy.readUInt16LE(8);
  const map = new Float32Array(npy.buffer.slice(npy.byteOffset + header, npy.byteOffset + npy.length));
  const rows = readFileSync(path.join(starter, 'images.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
  expect(rows.filter((_, row) => row % 8 === 0).map((row) => Number(row.split(',')[2]))).toEqual([
    ...classes,
  ]);
  // The same shape: distances between points in one and the other are in one proportion.
  const apart = (of: Float32Array, i: number, k: number) =>
    Math.hypot(of[i * 3]! - of[k * 3]!, of[i * 3 + 1]! - of[k * 3 + 1]!, of[i * 3 + 2]! - of[k * 3 + 2]!);
  const scale = apart(map, 0, 800) / apart(positions, 0, 100);
  for (let i = 1; i < classes.length; i += 37)
    expect(Math.abs(apart(map, 0, i * 8) / scale - apart(positions, 0, i))).toBeLessThan(0.05);
});

it('draws at most 15 frames a second, and none while the page is hidden or once it is over', () => {
  const end = turnCloud({ canvas: document.createElement('canvas'), colours: ['#aa0000'], still: false });
  vi.advanceTimersByTime(2000);
  expect(drawn).toBeGreaterThan(20);
  expect(drawn).toBeLessThanOrEqual(30);
  hidden = true;
  document.dispatchEvent(new Event('visibilitychange'));
  const before = drawn;
  vi.advanceTimersByTime(2000);
  expect(drawn).toBe(before);
  hidden = false;
  document.dispatchEvent(new Event('visibilitychange'));
  vi.advanceTimersByTime(500);
  expect(drawn).toBeGreaterThan(before);
  end();
  const last = drawn;
  vi.advanceTimersByTime(2000);
  expect(drawn).toBe(last);
});

it('stands still where less motion is asked for', () => {
  const end = turnCloud({ canvas: document.createElement('canvas'), colours: ['#aa0000'], still: true });
  vi.advanceTimersByTime(2000);
  expect(drawn).toBe(1);
  end();
});
