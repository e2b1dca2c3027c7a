import { describe, expect, it } from 'vitest';
import { divergenceCure, type DivergenceSettings } from './divergence';

const usual: DivergenceSettings = { learningRate: 1e-3, objective: 'elbo', beta: 1, warmup: 0 };

describe('divergenceCure', () => {
  it('names the setting that is furthest from what is known to train', () => {
    expect(divergenceCure({ ...usual, learningRate: 1 })).toBe(
      'start again with a learning rate of 0.001 in place of 1',
    );
    expect(divergenceCure({ ...usual, learningRate: 0.0025, objective: 'notebook' })).toContain(
      'of 0.00025 in',
    );
    expect(divergenceCure({ ...usual, objective: 'notebook' })).toContain('the ELBO objective');
    expect(divergenceCure({ ...usual, beta: 400 })).toBe(
      'start again with a beta below 400, or let it warm up over the first 10 epochs',
    );
    expect(divergenceCure({ ...usual, beta: 400, warmup: 5 })).toContain('a warm-up longer than 5 epochs');
    expect(divergenceCure(usual)).toBe('start again with a learning rate of 0.0001 in place of 0.001');
  });
});
