import { describe, expect, it } from 'vitest';
import type { Embedding } from '../../../contract/space';
import { embedding } from '../../testing/made-space';
import { epochMetrics, progress } from '../../testing/made-runs';
import { fakeAtelier } from '../../testing/fake-atelier';
import { later, settled } from '../../testing/waiting';
import { chooseFashionMnist, setDraft, startTraining, stopTraining, trainWithRemedy } from './training';

async function training(overrides: Parameters<typeof fakeAtelier>[0] = {}, untilStarted = true) {
  const fake = fakeAtelier(overrides);
  await chooseFashionMnist(fake.atelier);
  const started = startTraining(fake.atelier);
  if (untilStarted) await started;
  const state = () => fake.atelier.store.getState();
  const times = (call: string) => fake.asked.filter((one) => one.call === call).length;
  return { ...fake, state, times };
}

const collapse = {
  activeUnits: 0,
  diagnosis: { state: 'collapsed', sentence: 'The posterior has collapsed.', suggestion: null } as const,
};

describe('training', () => {
  it('starts with the settings of the form and follows what the engine tells', async () => {
    const { state, emit, asked, atelier } = await training();
    expect(asked.find(({ call }) => call === 'trainingStart')?.input).toMatchObject({
      source: { kind: 'fashion-mnist' },
      config: { epochs: 30, latent: 64 },
    });
    expect(state().training).toMatchObject({
      phase: 'running',
      setUp: false,
      run: { runFolder: '/runs/one' },
    });
    emit('training.progress', progress(5));
    emit('training.progress', progress(7, { state: 'paused' }));
    expect(state().training.phase).toBe('paused');
    expect(state().training.curve.steps).toEqual([5, 7]);
    await stopTraining(atelier);
    emit('training.progress', progress(8));
    expect(state().training.phase).toBe('stopping');
  });

  it('goes back to the form, without a complaint, when a run is called off while it is set up', async () => {
    const answer = later<never>();
    const { state, emit, atelier, times } = await training({ trainingStart: () => answer.promise }, false);
    emit('data.progress', { text: 'Reading images', done: 1, total: 2 });
    expect(state().training.starting).toEqual({ text: 'Reading images', fraction: 0.5 });
    await stopTraining(atelier);
    emit('data.progress', { text: 'Reading images', done: 2, total: 2 });
    expect([state().training.starting?.text, times('trainingStop')]).toEqual(['Cancelling', 1]);
    answer.reject(new Error('The start of the run was cancelled.'));
    await settled();
    expect(state().training).toMatchObject({ phase: 'idle', setUp: true, cancelled: false });
    expect(state().notices).toEqual([]);
  });

  it('maps the test set after an epoch, and lets the picture move from then on', async () => {
    const { state, emit, asked } = await training();
    emit('training.epoch', epochMetrics(1));
    await settled();
    expect(state().space).toMatchObject({ step: 10, progress: null, request: { split: 'test' } });
    expect(state().space.positions).toHaveLength(18);
    emit('training.epoch', epochMetrics(2));
    await settled();
    const maps = asked.filter(({ call }) => call === 'spaceMap').map(({ input }) => input);
    expect(maps).toMatchObject([{ continueFromLast: false }, { continueFromLast: true }]);
  });

  it('does not queue a map behind one that is not done', async () => {
    const answer = later<Embedding>();
    const { emit, times } = await training({ spaceEncode: () => answer.promise });
    emit('training.epoch', epochMetrics(1));
    emit('training.epoch', epochMetrics(2));
    emit('training.epoch', epochMetrics(3));
    await settled();
    expect(times('spaceEncode')).toBe(1);
    answer.resolve(embedding());
    await settled();
    expect(times('spaceMap')).toBe(1);
  });

  it('maps the last weights once, be it after their epoch or after a stop', async () => {
    const { emit, times, state } = await training();
    emit('training.epoch', epochMetrics(1));
    await settled();
    emit('training.end', { reason: 'finished', runFolder: '/runs/one', step: 10, message: '' });
    await settled();
    expect(times('spaceEncode')).toBe(1);
    expect(state().training.phase).toBe('ended');

    const stopped = await training();
    stopped.emit('training.epoch', epochMetrics(1));
    await settled();
    stopped.emit('training.end', { reason: 'stopped', runFolder: '/runs/one', step: 14, message: '' });
    await settled();
    expect(stopped.times('spaceEncode')).toBe(2);
    expect(stopped.state().space.step).toBe(14);
  });

  it('takes the map of the former model away when another run starts', async () => {
    const { state, emit, atelier } = await training();
    emit('training.epoch', epochMetrics(1));
    emit('training.end', { reason: 'finished', runFolder: '/runs/one', step: 10, message: '' });
    await settled();
    expect(state().space.embedding).not.toBeNull();
    const starting = startTraining(atelier);
    expect(state().space).toMatchObject({ embedding: null, positions: null, request: null });
    await starting;
  });

  it('goes back to the form, with the reason, when a run cannot start', async () => {
    const { state } = await training({
      trainingStart: () => Promise.reject(new Error('The disk is full: make room and start again.')),
    });
    expect(state().training).toMatchObject({ phase: 'idle', setUp: true, run: null });
    expect(state().notices).toMatchObject([
      { kind: 'error', text: 'The disk is full: make room and start again.' },
    ]);
  });

  it('says why a run failed', async () => {
    const { state, emit } = await training();
    emit('training.end', {
      reason: 'failed',
      runFolder: '/runs/one',
      step: 3,
      message: 'The loss is not a number.',
    });
    await settled();
    expect(state().training.phase).toBe('ended');
    expect(state().notices.map(({ text }) => text)).toEqual(['The loss is not a number.']);
    expect(state().space.embedding).toBeNull();
  });

  it('answers a collapse by stopping and starting again with the ELBO', async () => {
    const fake = fakeAtelier();
    await chooseFashionMnist(fake.atelier);
    setDraft(fake.atelier, { objective: 'notebook', epochs: '4', limit: '2000' });
    await startTraining(fake.atelier);
    fake.emit('training.progress', progress(10));
    fake.emit('training.epoch', epochMetrics(1, collapse));
    await trainWithRemedy(fake.atelier);
    const { training: stopping } = fake.atelier.store.getState();
    expect(stopping).toMatchObject({ phase: 'stopping', startAgain: true });
    fake.emit('training.end', { reason: 'stopped', runFolder: '/runs/one', step: 12, message: '' });
    await settled();
    const starts = fake.asked.filter(({ call }) => call === 'trainingStart').map(({ input }) => input);
    expect(starts).toHaveLength(2);
    expect(starts[1]).toMatchObject({
      config: { objective: 'elbo', beta: 1, epochs: 4 },
      options: { limit: 2000 },
    });
    expect(fake.atelier.store.getState().training).toMatchObject({ phase: 'running', startAgain: false });
  });
});
