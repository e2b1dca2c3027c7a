import { beforeAll, describe, expect, it } from 'vitest';
import type { Weights } from '../network/weights';
import { trainSquares } from '../testing/train-squares';

let weightsOfFirstEpoch = '';
beforeAll(async () => {
  weightsOfFirstEpoch = (await trainSquares({ epochs: 1 })).weights;
});

describe('a training that goes wrong', () => {
  it('ends at the first loss that is no number, says where and what to do, and keeps the last checkpoint', async () => {
    const { end, last } = await trainSquares({ learningRate: 1, epochs: 60 });
    expect(end.reason).toBe('failed');
    const at =
      /at step (\d+) of 240: start again with a learning rate of 0\.001 in place of 1; the checkpoint of step (\d+) is kept\.$/;
    expect(end.message).toMatch(at);
    const [, step, kept] = at.exec(end.message)!.map(Number);
    expect([step, kept]).toEqual([end.step + 1, last!.step]);
    for (const { data: values } of last!.weights.values()) expect(values.every(Number.isFinite)).toBe(true);
  });

  it.each(['bce', 'kl', 'gradientNorm'] as const)(
    'stops within the step whose %s is not finite',
    async (part) => {
      for (const odd of [NaN, Infinity, -Infinity]) {
        let taken = 0;
        const { end, checkpoints, weights } = await trainSquares(
          {},
          { afterStep: (losses, step) => ((taken = step), step === 6 ? { ...losses, [part]: odd } : losses) },
        );
        expect(taken).toBe(6);
        expect(end).toMatchObject({ reason: 'failed', step: 5 });
        expect(end.message).toMatch(
          /^The loss stopped being a finite number at step 6 of 12: .* of step 4 is kept\.$/,
        );
        expect(checkpoints.map(({ step }) => step)).toEqual([0, 4]);
        // What is at hand is the network of that checkpoint, not the one that was on its way out.
        expect(weights).toBe(weightsOfFirstEpoch);
      }
    },
  );

  it('ends with the last sound network when the weights of an epoch are of no use', async () => {
    const spoilt = (weights: Weights): Weights =>
      new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.map(() => NaN) }]));
    const { end, weights, results } = await trainSquares(
      {},
      { weightsAt: (found, step) => (step === 8 ? spoilt(found) : found) },
    );
    expect(end.reason).toBe('failed');
    expect(end.message).toMatch(
      /^The loss on the test images stopped being a finite number at step 8 of 12: .* of step 4 is kept\.$/,
    );
    expect(results).toHaveLength(1);
    expect(weights).toBe(weightsOfFirstEpoch);
  });

  it('names the newest checkpoint that was kept, when the disk took none after it', async () => {
    const { end } = await trainSquares(
      { epochs: 3 },
      {
        onCheckpoint: ({ step }) => step < 4,
        afterStep: (losses, step) => (step === 10 ? { ...losses, bce: NaN } : losses),
      },
    );
    expect(end.message).toContain('; the checkpoint of step 0 is kept.');
  });

  it('goes on when a checkpoint was not kept, and ends with whatever a callback throws', async () => {
    const offered: number[] = [];
    const { end } = await trainSquares({}, { onCheckpoint: ({ step }) => (offered.push(step), false) });
    expect(end.reason).toBe('finished');
    expect(offered).toEqual([0, 4, 8, 12]);
    const full = trainSquares({}, { onCheckpoint: () => Promise.reject(new Error('The disk is full.')) });
    await expect(full).rejects.toThrow('The disk is full.');
  });
});

describe('a posterior that collapses', () => {
  it('is told once, and once more when it is over', async () => {
    const slow = { learningRate: 2e-3 };
    const collapsed = await trainSquares({ ...slow, objective: 'notebook', epochs: 4 });
    expect(collapsed.results.map(({ collapse }) => collapse)).toEqual(['raised', null, null, null]);
    for (const { metrics, watch } of collapsed.results) {
      expect([metrics.diagnosis.state, watch.collapsed]).toEqual(['collapsed', true]);
      expect(metrics.diagnosis.suggestion).toContain('choose the ELBO objective');
    }
    // The same network with a loss that wants its dimensions, resumed.
    const healed = await trainSquares(
      { ...slow, objective: 'elbo', beta: 0.5, epochs: 24 },
      { resume: collapsed.last! },
    );
    const told = healed.results.filter(({ collapse }) => collapse !== null);
    told.forEach(({ collapse, metrics }, i) => {
      expect(collapse).toBe(i % 2 === 0 ? 'cleared' : 'raised');
      const sentence = i % 2 === 0 ? /^The posterior has recovered: / : /^The posterior has collapsed: /;
      expect(metrics.diagnosis.sentence).toMatch(sentence);
    });
    expect(told.at(-1)?.collapse).toBe('cleared');
    expect(healed.results.at(-1)!.watch.collapsed).toBe(false);
  });
});
