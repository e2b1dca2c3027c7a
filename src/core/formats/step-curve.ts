import { FormatError } from './format-error';
import { readNpy, writeNpy } from './npy';

/** Steps that a run keeps at most: 480 KB on the disk. */
export const MOST_STEPS = 20_000;
const COLUMNS = 3;

/** The training losses of a run's steps, the oldest first: each `[n]`, losses in nats per image. */
export interface StepLossColumns {
  /** Steps done with it, from 1 up. */
  steps: Float64Array;
  bce: Float64Array;
  kl: Float64Array;
}

/**
 * The losses of a run, step by step. Beyond `most` steps every second one goes, then of the rest again, and so on: what
 * is left is spread evenly, and does not depend on whether the run was interrupted.
 */
export class StepCurve {
  private steps: number[] = [];
  private bce: number[] = [];
  private kl: number[] = [];
  /** Of so many steps one is kept: a power of two. */
  private stride = 1;

  constructor(private readonly most = MOST_STEPS) {}

  /** A curve that goes on from these steps. */
  static from({ steps, bce, kl }: StepLossColumns, most = MOST_STEPS): StepCurve {
    const curve = new StepCurve(most);
    curve.stride = strideOf(steps);
    steps.forEach((step, i) => curve.add(step, bce[i]!, kl[i]!));
    return curve;
  }

  get length(): number {
    return this.steps.length;
  }

  /** Takes the losses of a step; one that is not newer than the last is left out. */
  add(step: number, bce: number, kl: number): void {
    if (step <= (this.steps.at(-1) ?? 0) || !this.isKept(step)) return;
    this.steps.push(step);
    this.bce.push(bce);
    this.kl.push(kl);
    while (this.steps.length > this.most) {
      this.stride *= 2;
      this.keep((step) => this.isKept(step));
    }
  }

  /** Forgets the steps after this one. */
  cutAfter(last: number): void {
    this.keep((step) => step <= last);
  }

  /** A copy. */
  columns(): StepLossColumns {
    return {
      steps: Float64Array.from(this.steps),
      bce: Float64Array.from(this.bce),
      kl: Float64Array.from(this.kl),
    };
  }

  private isKept(step: number): boolean {
    return (step - 1) % this.stride === 0;
  }

  private keep(isKept: (step: number) => boolean): void {
    const kept = this.steps.map(isKept);
    this.bce = this.bce.filter((_, i) => kept[i]);
    this.kl = this.kl.filter((_, i) => kept[i]);
    this.steps = this.steps.filter((_, i) => kept[i]);
  }
}

/** The widest stride that all these steps lie on; 1 for fewer than two. */
function strideOf(steps: Float64Array): number {
  let stride = 1;
  while (steps.length > 1 && steps.every((step) => (step - 1) % (stride * 2) === 0)) stride *= 2;
  return stride;
}

/** A .npy file, float64 `[n, 3]`: step, reconstruction and KL, nats per image. */
export function encodeStepCurve({ steps, bce, kl }: StepLossColumns): Uint8Array<ArrayBuffer> {
  const rows = new Float64Array(steps.length * COLUMNS);
  steps.forEach((step, i) => rows.set([step, bce[i]!, kl[i]!], i * COLUMNS));
  return writeNpy({ shape: [steps.length, COLUMNS], data: rows });
}

/**
 * Reads what `encodeStepCurve` writes. Throws FormatError when it is something else, a step does not come after the one
 * before it, or a loss is not a finite number.
 */
export function decodeStepCurve(bytes: Uint8Array): StepLossColumns {
  const { shape, data } = readNpy(bytes);
  const [n = 0, columns] = shape;
  if (!(data instanceof Float64Array) || shape.length !== 2 || columns !== COLUMNS) {
    throw new FormatError('It does not hold rows of three float64: step, reconstruction and KL.');
  }
  const column = (at: number) => Float64Array.from({ length: n }, (_, i) => data[i * COLUMNS + at]!);
  const curve = { steps: column(0), bce: column(1), kl: column(2) };
  const isInOrder = curve.steps.every(
    (step, i) => Number.isSafeInteger(step) && step > (curve.steps[i - 1] ?? 0),
  );
  if (!isInOrder) throw new FormatError('Its steps are not whole numbers in order.');
  if (!curve.bce.every(Number.isFinite) || !curve.kl.every(Number.isFinite)) {
    throw new FormatError('It holds a loss that is not a finite number.');
  }
  return curve;
}
