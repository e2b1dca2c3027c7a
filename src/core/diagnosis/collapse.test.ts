import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose, type PosteriorState } from './collapse';

const trained: PosteriorState = {
  activeUnits: 64,
  latent: 64,
  kl: 30,
  objective: 'elbo',
  beta: 1,
  epoch: 30,
  warmup: 0,
  hadCollapsed: false,
};

describe('diagnose', () => {
  it('calls the notebook’s collapse by its name and says what to do', () => {
    const found = diagnose({ ...trained, activeUnits: 0, kl: 0.0004, objective: 'notebook' });
    expect(found).toEqual({
      state: 'collapsed',
      sentence:
        'The posterior has collapsed: 0 of 64 latent dimensions are active and the KL is 0.00 nats, so every image decodes to the same average.',
      suggestion:
        "The notebook's loss sums the KL over the batch while it averages the reconstruction over pixels; choose the ELBO objective.",
    });
  });

  it('does not take beta-1 pruning for a collapse', () => {
    const found = diagnose({ ...trained, activeUnits: 22, kl: 19.8 });
    expect(found.state).toBe('pruned');
    expect(found.sentence).toContain('22 of 64 latent dimensions are active and the KL is 19.80 nats');
    expect(found.suggestion).toBeNull();
    expect(diagnose({ ...trained, activeUnits: 9, beta: 4 }).suggestion).toContain('below 4');
  });

  it('finds nothing wrong with a model that uses its dimensions or is not trained', () => {
    expect(diagnose(trained)).toEqual({
      state: 'healthy',
      sentence: '64 of 64 latent dimensions are active and the KL is 30.00 nats.',
      suggestion: null,
    });
    expect(diagnose({ ...trained, activeUnits: 60 }).state).toBe('healthy');
    expect(diagnose({ ...trained, activeUnits: 0, kl: 0, epoch: 0 }).state).toBe('healthy');
  });

  it('gives the all-clear once the posterior is used again', () => {
    const after = { ...trained, hadCollapsed: true };
    expect(diagnose(after).sentence).toBe(
      'The posterior has recovered: 64 of 64 latent dimensions are active and the KL is 30.00 nats.',
    );
    expect(diagnose({ ...after, activeUnits: 22 }).sentence).toMatch(
      /^The posterior has recovered: 22 of 64 /,
    );
    expect(diagnose({ ...after, activeUnits: 0, kl: 0 }).sentence).toMatch(/^The posterior has collapsed/);
    expect(diagnose({ ...after, activeUnits: 0, kl: 5 }).sentence).toMatch(/^No latent dimension is active/);
  });

  it('counts a lone flickering dimension as collapsed, and no active one with much KL as not yet', () => {
    const lone = diagnose({ ...trained, activeUnits: 1, kl: 0.2 });
    expect(lone.state).toBe('collapsed');
    expect(lone.sentence).toContain('1 of 64 latent dimensions is active');
    expect(diagnose({ ...trained, activeUnits: 1, kl: 2 }).state).toBe('pruned');
    expect(diagnose({ ...trained, activeUnits: 0, kl: 5 }).state).toBe('pruned');
    expect(diagnose({ ...trained, activeUnits: 1, latent: 2, kl: 0.4 }).state).toBe('pruned');
  });

  it('gives every collapse a cure that fits its settings', () => {
    const collapsed = { ...trained, activeUnits: 0, kl: 0 };
    expect(diagnose({ ...collapsed, beta: 8 }).suggestion).toContain('below 8');
    expect(diagnose(collapsed).suggestion).toContain('warm up');
    expect(diagnose({ ...collapsed, warmup: 40 }).suggestion).toContain('still warming up');
    expect(diagnose({ ...collapsed, warmup: 5 }).suggestion).toContain('longer than 5 epochs');
    const anything = fc.record({
      activeUnits: fc.nat(64),
      latent: fc.constant(64),
      kl: fc.double({ min: 0, max: 100, noNaN: true }),
      objective: fc.constantFrom('elbo' as const, 'notebook' as const),
      beta: fc.double({ min: 0, max: 10, noNaN: true }),
      epoch: fc.nat(30),
      warmup: fc.nat(30),
      hadCollapsed: fc.boolean(),
    });
    fc.assert(
      fc.property(anything, (posterior) => {
        const { state, sentence, suggestion } = diagnose(posterior);
        expect(sentence).toMatch(/^[A-Z0-9].*\.$/);
        if (state === 'collapsed') expect(suggestion).not.toBeNull();
        if (state === 'healthy') expect(suggestion).toBeNull();
      }),
    );
  });
});
