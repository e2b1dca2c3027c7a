import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from './format-error';
import { writeNpy } from './npy';
import { decodeStepCurve, encodeStepCurve, StepCurve } from './step-curve';

/** A curve of the steps 1 to n, whose losses tell the step. */
function curveTo(n: number, most: number): StepCurve {
  const curve = new StepCurve(most);
  for (let step = 1; step <= n; step++) curve.add(step, step / 3, -step / 7);
  return curve;
}

const loss = fc.double({ noNaN: true, noDefaultInfinity: true });
const columns = fc
  .uniqueArray(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { maxLength: 20 })
  .chain((steps) =>
    fc.record({
      steps: fc.constant(Float64Array.from(steps.sort((a, b) => a - b))),
      bce: fc.float64Array({ minLength: steps.length, maxLength: steps.length, noNaN: true }),
      kl: fc
        .array(loss, { minLength: steps.length, maxLength: steps.length })
        .map((all) => Float64Array.from(all)),
    }),
  )
  .filter(({ bce }) => bce.every(Number.isFinite));

describe('the curve of a run’s steps', () => {
  it('comes back from its file to the bit', () => {
    fc.assert(
      fc.property(columns, (curve) => {
        expect(decodeStepCurve(encodeStepCurve(curve))).toEqual(curve);
      }),
    );
  });

  it('ends, damaged at any byte or cut anywhere, in a FormatError or a curve in order', () => {
    const whole = encodeStepCurve(curveTo(5, 100).columns());
    const tries = [
      ...Array.from(whole, (_, at) => whole.subarray(0, at)),
      ...Array.from(whole, (byte, at) => whole.with(at, byte ^ 0xff)),
      ...Array.from(whole, (byte, at) => whole.with(at, byte ^ 0x01)),
    ];
    let refused = 0;
    for (const bytes of tries) {
      try {
        const { steps, bce, kl } = decodeStepCurve(bytes);
        expect([...steps]).toEqual([...steps].sort((a, b) => a - b));
        expect([bce.length, kl.length]).toEqual([steps.length, steps.length]);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(whole.length);
  });

  it.each([
    [writeNpy({ shape: [2, 3], data: new Float32Array(6) }), /rows of three float64/],
    [writeNpy({ shape: [6], data: new Float64Array(6) }), /rows of three float64/],
    [writeNpy({ shape: [2, 3], data: Float64Array.of(2, 1, 1, 2, 1, 1) }), /not whole numbers in order/],
    [writeNpy({ shape: [1, 3], data: Float64Array.of(0, 1, 1) }), /not whole numbers in order/],
    [writeNpy({ shape: [1, 3], data: Float64Array.of(1, 1, Infinity) }), /not a finite number/],
  ])('refuses other arrays', (bytes, sentence) => {
    expect(() => decodeStepCurve(bytes)).toThrow(sentence);
  });

  it('keeps so many steps at most, evenly, with the first among them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 1, max: 300 }), (most, n) => {
        const { steps, bce } = curveTo(n, most).columns();
        expect(steps.length).toBeLessThanOrEqual(most);
        expect(steps.length).toBeGreaterThanOrEqual(Math.min(n, Math.floor(most / 2)));
        const gaps = new Set(Array.from(steps.subarray(1), (step, i) => step - steps[i]!));
        expect(gaps.size).toBeLessThanOrEqual(1);
        expect(steps[0]).toBe(1);
        expect(bce.every((value, i) => value === steps[i]! / 3)).toBe(true);
      }),
    );
  });

  it('is the same, cut back and gone on with at any step, as one never interrupted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 250 }), (saved, ended) => {
        const former = StepCurve.from(curveTo(Math.max(saved, ended), 16).columns(), 16);
        former.cutAfter(saved);
        for (let step = saved + 1; step <= 300; step++) former.add(step, step / 3, -step / 7);
        expect(former.columns()).toEqual(curveTo(300, 16).columns());
      }),
    );
  });

  it('takes no step twice', () => {
    const curve = curveTo(3, 10);
    curve.add(2, 0, 0);
    curve.add(3, 0, 0);
    expect(curve.columns()).toEqual(curveTo(3, 10).columns());
  });
});
