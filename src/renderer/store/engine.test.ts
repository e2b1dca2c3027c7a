import { describe, expect, it } from 'vitest';
import type { LatentMap } from '../../contract/space';
import { epochMetrics, progress } from '../testing/made-runs';
import { fakeAtelier } from '../testing/fake-atelier';
import { embedding } from '../testing/made-space';
import { later, settled } from '../testing/waiting';
import { resumeTraining, chooseFashionMnist, startTraining } from './training/training';
import { addImages } from './images/add-images';
import { importVectors } from './images/import-vectors';
import { select } from './map/selection';

const down = { state: 'restarting', message: 'The engine stopped unexpectedly.', resumable: null } as const;
const back = {
  state: 'ready',
  message: 'Training can go on from the checkpoint at step 10.',
  resumable: { runFolder: '/runs/one', step: 10 },
} as const;

async function trained(overrides: Parameters<typeof fakeAtelier>[0] = {}) {
  const fake = fakeAtelier(overrides);
  await chooseFashionMnist(fake.atelier);
  await startTraining(fake.atelier);
  fake.emit('training.progress', progress(10));
  fake.emit('training.epoch', epochMetrics(1));
  await settled();
  return { ...fake, state: () => fake.atelier.store.getState() };
}

describe('when the engine ends', () => {
  it('keeps the map, the choice and the curves', async () => {
    const { state, emit, atelier } = await trained();
    select(atelier, 3);
    await settled();
    const { embedding, positions } = state().space;
    emit('engine.status', down);
    await settled();
    expect(state().training.phase).toBe('interrupted');
    expect(state().space.embedding).toBe(embedding);
    expect(state().space.positions).toBe(positions);
    expect(state().selection).toMatchObject({ a: 3, decoded: { index: 3 } });
    expect(state().training.curve.steps).toEqual([10]);
  });

  it('says nothing twice: the calls that end with it are told by the banner', async () => {
    const answer = later<LatentMap>();
    const { state, emit } = await trained({ spaceMap: () => answer.promise });
    emit('engine.status', down);
    answer.reject(new Error('The engine ended.'));
    await settled();
    expect(state().notices).toEqual([]);
    expect(state().space).toMatchObject({ error: null, progress: null });
  });

  it('gives the new engine the model and the images again', async () => {
    const { emit, asked, state } = await trained();
    const { map } = state().space;
    emit('engine.status', down);
    asked.length = 0;
    emit('engine.status', back);
    await settled();
    expect(asked.map(({ call }) => call)).toEqual(['runOpen', 'spaceEncode', 'spaceRestoreMap']);
    expect(asked[0]?.input).toEqual({ runFolder: '/runs/one' });
    expect(state().space).toMatchObject({ positions: map?.positions, progress: null });
  });

  it('lays the map out anew where the checkpoint makes other latents of the images', async () => {
    let scale = 1;
    const { emit, asked } = await trained({
      spaceEncode: () => Promise.resolve(embedding({ mu: new Float32Array(12).fill(scale) })),
    });
    emit('engine.status', down);
    asked.length = 0;
    scale = 2;
    emit('engine.status', back);
    await settled();
    expect(asked.map(({ call }) => call)).toEqual(['runOpen', 'spaceEncode', 'spaceMap']);
  });

  it('gives the new engine every set of the map again, and what was chosen stays chosen', async () => {
    const { emit, asked, state, atelier } = await trained();
    const source = { kind: 'folder', path: '/others' } as const;
    await addImages(atelier, { title: 'others', source, options: {} });
    select(atelier, 7);
    await settled();
    emit('engine.status', down);
    asked.length = 0;
    emit('engine.status', back);
    await settled();
    expect(
      asked.map(({ call }) => call).filter((call) => /^(run|space)(Open|Encode|Add|Map)/.test(call)),
    ).toEqual(['runOpen', 'spaceEncode', 'spaceAdd', 'spaceMap']);
    expect(asked.find(({ call }) => call === 'spaceAdd')?.input).toEqual({
      source,
      options: {},
      fingerprint: 'added',
    });
    expect(state().space.embedding?.n).toBe(9);
    expect(state().selection.a).toBe(7);
  });

  it('gives the new engine the vectors from elsewhere again, and their map', async () => {
    const { emit, asked, state, atelier } = await trained();
    await importVectors(atelier, '/tables/words.csv');
    const { map } = state().space;
    emit('engine.status', down);
    asked.length = 0;
    emit('engine.status', back);
    await settled();
    const vectors = { path: '/tables/words.csv', fingerprint: 'vectors' };
    expect(asked.filter(({ call }) => /^space(Import|RestoreMap|Map|Encode)$/.test(call))).toMatchObject([
      { call: 'spaceImport', input: vectors },
      { call: 'spaceRestoreMap' },
    ]);
    expect(state().space.map?.positions).toEqual(map?.positions);
  });

  it('resumes from the checkpoint, after which there is no more to resume', async () => {
    const { emit, state, atelier } = await trained();
    emit('engine.status', down);
    emit('engine.status', back);
    await settled();
    await resumeTraining(atelier, '/runs/one');
    expect(state().training).toMatchObject({ phase: 'running', run: { step: 40 } });
    expect(state().engine).toMatchObject({ message: '', resumable: null });
    expect(state().space.positions).not.toBeNull();
  });

  it('resumes in a window that was loaded anew', async () => {
    const { atelier } = fakeAtelier();
    await resumeTraining(atelier, '/runs/old');
    expect(atelier.store.getState().training).toMatchObject({
      phase: 'running',
      run: { runFolder: '/runs/old', step: 40 },
      epochs: [{ epoch: 1 }],
    });
  });
});

describe('a window that is loaded anew', () => {
  it('finds the run that goes on in the engine', async () => {
    const { atelier, emit, asked } = fakeAtelier();
    emit('training.progress', progress(50, { runFolder: '/runs/old' }));
    emit('training.progress', progress(51, { runFolder: '/runs/old' }));
    await settled();
    emit('training.progress', progress(52, { runFolder: '/runs/old' }));
    expect(asked.filter(({ call }) => call === 'runOpen')).toHaveLength(1);
    const { training } = atelier.store.getState();
    expect(training).toMatchObject({
      phase: 'running',
      progress: { step: 52 },
      run: { runFolder: '/runs/old' },
    });
  });
});
