/**
 * A long computation in steps: it yields again and again, so that whoever runs it can do other work, or end it,
 * between two of them. It may yield the share that is done, from 0 to 1.
 */
export type Steps<Result> = Generator<number | undefined, Result, undefined>;

/** Runs all steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The steps of a part of a longer computation: their shares lie from `first` to `last`. */
export function* partly<Result>(steps: Steps<Result>, first: number, last: number): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield step.value === undefined ? undefined : first + (last - first) * step.value;
  }
}
