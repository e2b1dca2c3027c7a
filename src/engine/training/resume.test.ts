import { describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import { reread, stopAfter, trainSquares, withoutTime, type Outcome } from '../testing/train-squares';
import type { TrainingCheckpoint } from './checkpoint';

/** What a resumed run depends on besides its weights: beta warms up, a collapse is told and over, early stopping ends it. */
const settings = {
  epochs: 40,
  learningRate: 5e-3,
  beta: 2,
  warmup: 1.5,
  earlyStopping: { patience: 2, minDelta: 5 },
};

describe('a run that is stopped and resumed', () => {
  it('is the same, bit for bit, wherever it is cut, and ends by early stopping at the same epoch', async () => {
    const whole = await trainSquares(settings);
    expect(whole.end.reason).toBe('stopped-early');
    const { step: end } = whole.end;
    expect(end).toBeGreaterThanOrEqual(16);
    // After the first step, within the warm-up, at the end of an epoch and of the warm-up, before an epoch's last,
    // smaller batch, and within the epochs that early stopping waits through.
    const cuts = [1, 2, 4, 5, 6, 7, 8, 12, end - 5, end - 1];
    for (const cut of cuts) {
      const first = await trainSquares(settings, stopAfter(cut));
      expect(first.end).toMatchObject({ reason: 'stopped', step: cut });
      expectSame(first, await trainSquares(settings, { resume: reread(first.last!) }), whole);
    }
  });

  it('is the same when it is stopped between two epochs, again and again', async () => {
    const whole = await trainSquares(settings);
    const parts: Outcome[] = [];
    let resume: TrainingCheckpoint | undefined;
    do {
      let stop = (): void => undefined;
      const part: Outcome = await trainSquares(settings, {
        ...(resume === undefined ? {} : { resume }),
        watch: (trainer) => (stop = () => trainer.stop()),
        // The epoch is evaluated, and its checkpoint is about to be saved.
        onEpoch: () => stop(),
      });
      parts.push(part);
      resume = reread(part.last!);
    } while (parts.at(-1)!.end.reason === 'stopped');
    expect(parts.length).toBeGreaterThanOrEqual(4);
    expect(parts.at(-1)!.end).toEqual(whole.end);
    expect(parts.at(-1)!.weights).toBe(whole.weights);
    expect(withoutTime(parts.flatMap(({ results }) => results))).toEqual(withoutTime(whole.results));
  });

  it('goes on from any checkpoint of a run that died', async () => {
    const whole = await trainSquares({ warmup: 2, beta: 2 }, { checkpointEvery: { steps: 3 } });
    expect(whole.checkpoints.map(({ step }) => step)).toEqual([0, 3, 4, 7, 8, 11, 12]);
    for (const checkpoint of whole.checkpoints.slice(0, -1)) {
      const resumed = await trainSquares({ warmup: 2, beta: 2 }, { resume: reread(checkpoint) });
      expect(resumed.weights).toEqual(whole.weights);
      const done = Math.floor(checkpoint.step / 4);
      expect(withoutTime(resumed.results)).toEqual(withoutTime(whole.results.slice(done)));
    }
  });

  it('goes on from a checkpoint of an older version, which knew no best epoch', async () => {
    const whole = await trainSquares({});
    const { last } = await trainSquares({}, stopAfter(6));
    const state = structuredClone(last!.state) as { watch?: object; sums: Record<string, unknown> };
    delete state.watch;
    delete state.sums['steps'];
    state.sums['gradientNorms'] = undefined;
    const old = reread({ ...last!, state });
    const resumed = await trainSquares({}, { resume: old });
    expect(resumed.weights).toBe(whole.weights);
    expect(resumed.results.map(({ metrics }) => metrics.gradientNorm === null)).toEqual([true, false]);
    expect(resumed.last!.best).toMatchObject({ epoch: 3 });
  });

  it('refuses what does not fit, in a sentence', async () => {
    const { last } = await trainSquares({ epochs: 1 });
    const state = last!.state as object;
    const resume = (changes: object): Promise<Outcome> =>
      trainSquares({}, { resume: { ...last!, state: { ...state, ...changes } } });
    await expect(resume({ seed: 6 })).rejects.toThrow(UserError);
    await expect(resume({ seed: 6 })).rejects.toThrow('This run was trained with the seed 6, not 5');
    await expect(resume({ trainImages: 59 })).rejects.toThrow('number of training images 59, not 58');
    await expect(resume({ noise: 'none' })).rejects.toThrow(
      'The training state of this checkpoint is damaged',
    );
    const optimiser = new Map([...last!.optimiser].slice(1));
    await expect(trainSquares({}, { resume: { ...last!, optimiser } })).rejects.toThrow(
      'The optimiser tensor "encoder.0.weight" of shape [32, 1, 3, 3] is missing',
    );
  });
});

function expectSame(first: Outcome, second: Outcome, whole: Outcome): void {
  expect(second.end).toEqual(whole.end);
  expect(second.weights).toBe(whole.weights);
  expect(withoutTime([...first.results, ...second.results])).toEqual(withoutTime(whole.results));
  const { state, best, waited } = second.last!;
  expect({ state: timeless(state), best, waited }).toEqual({
    ...{ state: timeless(whole.last!.state), best: whole.last!.best, waited: whole.last!.waited },
  });
}

/** A trainer's state without the seconds its steps took. */
function timeless(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state, (name, value: unknown) => (name === 'seconds' ? 0 : value)));
}
