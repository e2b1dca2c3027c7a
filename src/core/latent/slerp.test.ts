import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slerp } from './slerp';
import { lerp } from './lerp';

const vectors = fc.integer({ min: 2, max: 8 }).chain((d) => {
  const vector = fc.float32Array({ minLength: d, maxLength: d, min: -100, max: 100, noNaN: true });
  return fc.tuple(vector, vector);
});
const norm = (v: Float32Array): number => Math.hypot(...v);
const angle = (a: Float32Array, b: Float32Array): number =>
  Math.acos(Math.min(1, Math.max(-1, a.reduce((sum, x, d) => sum + x * b[d]!, 0) / (norm(a) * norm(b)))));

describe('slerp', () => {
  it('has exact ends and norms that go evenly between them', () => {
    fc.assert(
      fc.property(vectors, fc.double({ min: 0, max: 1, noNaN: true }), ([a, b], t) => {
        expect(slerp(a, b, 0)).toEqual(a);
        expect(slerp(a, b, 1)).toEqual(b);
        const point = slerp(a, b, t);
        expect(point.every(Number.isFinite)).toBe(true);
        fc.pre(norm(a) > 1e-3 && norm(b) > 1e-3);
        const expected = norm(a) + (norm(b) - norm(a)) * t;
        expect(Math.abs(norm(point) - expected)).toBeLessThan(1e-4 * (norm(a) + norm(b)));
      }),
    );
  });

  it('turns evenly', () => {
    const a = Float32Array.of(3, 0, 0);
    const b = Float32Array.of(-1, 2, 0);
    const whole = angle(a, b);
    for (const t of [0.1, 0.25, 0.5, 0.9]) expect(angle(a, slerp(a, b, t))).toBeCloseTo(whole * t, 5);
    // Golden: half way between two unit axes.
    expect([...slerp(Float32Array.of(1, 0), Float32Array.of(0, 1), 0.5)]).toEqual(
      [Math.SQRT1_2, Math.SQRT1_2].map(Math.fround),
    );
  });

  it('is lerp where there is nothing to turn', () => {
    const zero = new Float32Array(2);
    const a = Float32Array.of(1, 1);
    const further = Float32Array.of(3, 3);
    expect(slerp(zero, a, 0.5)).toEqual(lerp(zero, a, 0.5));
    expect(slerp(a, further, 0.25)).toEqual(Float32Array.of(1.5, 1.5));
    expect(slerp(Float32Array.of(1), Float32Array.of(-1), 0.5)).toEqual(Float32Array.of(0));
  });

  it('goes round the origin between opposite vectors, always the same way', () => {
    const a = Float32Array.of(0, 2, 1);
    const half = slerp(a, Float32Array.of(0, -2, -1), 0.5);
    expect(norm(half)).toBeCloseTo(norm(a), 5);
    expect(angle(a, half)).toBeCloseTo(Math.PI / 2, 5);
    expect(Math.abs(half[0]!)).toBeCloseTo(norm(a), 5);
  });
});
