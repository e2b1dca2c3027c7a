import { describe, expect, it } from 'vitest';
import { smoothCurve } from './curve';

describe('smoothCurve', () => {
  it('meets every frame', () => {
    const frames = new Float32Array([0, 0, 0, 1, 2, 0, 1.1, 2, 0.5, 4, -1, 3]);
    const { count, points, along } = smoothCurve(frames);
    for (let frame = 0; frame < 4; frame++) {
      const at = along.indexOf(frame);
      for (let c = 0; c < 3; c++) expect(points[at * 3 + c]).toBeCloseTo(frames[frame * 3 + c]!, 5);
    }
    expect(along[count - 1]).toBe(3);
  });

  it('stays on a straight line, evenly spaced or not', () => {
    const { points } = smoothCurve(new Float32Array([0, 0, 0, 1, 1, 0, 1.01, 1.01, 0, 5, 5, 0]));
    for (let i = 0; i < points.length; i += 3) {
      expect(points[i]).toBeCloseTo(points[i + 1]!, 5);
      if (i > 0) expect(points[i]! - points[i - 3]!).toBeGreaterThan(-1e-6);
    }
  });

  it('bears frames that coincide, one frame, and none', () => {
    expect(
      [...smoothCurve(new Float32Array([1, 1, 1, 1, 1, 1, 2, 2, 2])).points].every(Number.isFinite),
    ).toBe(true);
    expect(smoothCurve(new Float32Array([1, 2, 3]))).toMatchObject({ count: 1 });
    expect(smoothCurve(new Float32Array(0)).count).toBe(0);
  });
});
