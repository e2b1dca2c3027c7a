import { describe, expect, it } from 'vitest';
import { trainingConfig } from '../../../contract/training';
import { defaultDraft, draftLatent, draftNumbers, draftOf, limitsOf, readDraft } from './training-draft';

describe('the form of a run', () => {
  it('begins with the settings of the notebook', () => {
    expect(readDraft(defaultDraft())).toEqual({
      ok: true,
      config: trainingConfig.parse({}),
      limit: undefined,
    });
  });

  it.each(draftNumbers.filter((field) => field !== 'limit'))('wants a number for %s', (field) => {
    for (const text of ['', 'many', '-1', '1e']) {
      const read = readDraft({ ...defaultDraft(), stopEarly: true, [field]: text });
      expect(read.ok).toBe(false);
      if (!read.ok) expect(Object.keys(read.errors)).toEqual([field]);
    }
  });

  it('names the limits of the contract', () => {
    const read = readDraft({ ...defaultDraft(), latent: '1000' });
    expect(read).toEqual({ ok: false, errors: { latent: 'A whole number from 2 to 256.' } });
    expect(limitsOf('latent')).toEqual({ min: 2, max: 256, whole: true });
    expect(limitsOf('limit').max).toBeNull();
  });

  it('reads 1e-3 as it is written', () => {
    const read = readDraft({ ...defaultDraft(), learningRate: '2e-3', limit: '500' });
    expect(read).toMatchObject({ ok: true, config: { learningRate: 0.002 }, limit: 500 });
  });

  it('shows the settings of a run that is opened', () => {
    const config = trainingConfig.parse({ epochs: 3, objective: 'notebook', seed: 7 });
    expect(readDraft(draftOf(config, 200))).toEqual({ ok: true, config, limit: 200 });
  });

  it('stops early only when that is wanted, whatever its numbers are', () => {
    const draft = { ...defaultDraft(), patience: '3', minDelta: '0.5' };
    expect(readDraft(draft)).toMatchObject({ ok: true, config: { earlyStopping: null } });
    const earlyStopping = { patience: 3, minDelta: 0.5 };
    const wanted = readDraft({ ...draft, stopEarly: true });
    expect(wanted).toMatchObject({ ok: true, config: { earlyStopping } });
    if (wanted.ok) expect(draftOf(wanted.config)).toEqual({ ...draft, stopEarly: true });
    expect(readDraft({ ...draft, patience: 'many' }).ok).toBe(true);
  });

  it('counts parameters with the default while the latent size is being typed', () => {
    expect(draftLatent({ ...defaultDraft(), latent: '' })).toBe(64);
    expect(draftLatent({ ...defaultDraft(), latent: '32' })).toBe(32);
  });
});
