import { describe, expect, it } from 'vitest';
import type { RunHistory } from '../../../contract/history';
import type { TrainingSamples } from '../../../contract/training';
import { epochMetrics, progress, runSummary } from '../../testing/made-runs';
import { fakeAtelier } from '../../testing/fake-atelier';
import { latentMap } from '../../testing/made-space';
import { later, settled } from '../../testing/waiting';
import { openedProject, projectPath, workedProject } from '../../testing/worked-project';
import { openProject } from '../session/project';
import { setSettings } from '../session/settings';
import { openRun } from './runs';
import { fittingMaps, replayedMap, replayedSamples, showEpoch, toggleReplay } from './replay';
import { chooseFashionMnist, resumeTraining, startTraining } from './training';

const three = runSummary({ metrics: [1, 2, 3].map((epoch) => epochMetrics(epoch)), step: 30 });

const samples = (step: number): TrainingSamples => ({
  n: 1,
  side: 16,
  channels: 1,
  step,
  originals: new Uint8Array(256),
  reconstructions: new Uint8Array(256).fill(step),
});

/** What the folder of a run of three epochs of ten steps keeps. */
function history(changes: Partial<RunHistory> = {}): RunHistory {
  const steps = Float64Array.from({ length: 30 }, (_, i) => i + 1);
  return {
    curve: { steps, bce: steps.map((step) => 300 - step), kl: steps.map(() => 10) },
    maps: [1, 2, 3].map((epoch) => ({
      ...latentMap({ positions: new Float32Array(18).fill(epoch), trustworthiness: epoch / 10 }),
      epoch,
      step: epoch * 10,
    })),
    samples: [1, 2, 3].map((epoch) => ({ ...samples(epoch * 10), epoch })),
    notes: [],
    ...changes,
  };
}

async function opened(found: RunHistory = history(), overrides: Parameters<typeof fakeAtelier>[0] = {}) {
  const fake = fakeAtelier({
    runOpen: () => Promise.resolve(three),
    runHistory: () => Promise.resolve(found),
    ...overrides,
  });
  await openRun(fake.atelier, '/runs/old');
  return { ...fake, state: () => fake.atelier.store.getState() };
}

describe('a run that is opened again', () => {
  it('has its curve step by step, its reconstructions, and maps to replay', async () => {
    const { atelier, state } = await opened();
    expect(state().training.curve.steps).toHaveLength(30);
    // The same quantity as while it trained: the sum of the step's own losses.
    expect(state().training.curve.train[9]).toEqual(progress(10).losses);
    expect(state().training.samples?.step).toBe(30);
    expect(state().replay.maps.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    // The newest is the map on the screen, and not its copy.
    expect(state().replay.maps[2]?.trustworthiness).toBe(0.98);
    toggleReplay(atelier);
    expect(replayedMap(state())?.positions[0]).toBe(1);
    expect(replayedMap(state())?.trustworthiness).toBe(0.1);
    expect(replayedSamples(state())?.step).toBe(10);
    showEpoch(atelier, 2);
    expect([replayedMap(state())?.epoch, replayedSamples(state())?.epoch]).toEqual([2, 2]);
    showEpoch(atelier, null);
    expect([replayedMap(state()), replayedSamples(state())]).toEqual([null, null]);
  });

  it('replays the maps of as many dimensions as the one on the screen alone', async () => {
    const two = latentMap({ dims: 2, positions: new Float32Array(12) });
    const { atelier, state } = await opened(history(), { spaceMap: () => Promise.resolve(two) });
    expect(fittingMaps(state()).map(({ epoch, dims }) => [epoch, dims])).toEqual([[3, 2]]);
    expect(state().replay.maps).toHaveLength(4);
    showEpoch(atelier, 1);
    expect(replayedMap(state())?.dims).toBe(2);
  });

  it('is as before without a history, and says what is missing', async () => {
    const notes = ['Not kept with this run: its steps.'];
    const { state } = await opened({ curve: null, maps: [], samples: [], notes });
    expect(state().training.curve.steps).toEqual([10, 20, 30]);
    expect(state().training.historyNotes).toEqual(notes);
    const failed = await opened(history(), {
      runHistory: () => Promise.reject(new Error('The disk cannot be read: check it.')),
    });
    expect(failed.state().training.historyNotes).toEqual(['The disk cannot be read: check it.']);
    expect(failed.state().space.map).not.toBeNull();
  });

  it('has it in a project too', async () => {
    const { saved } = await workedProject();
    const fake = fakeAtelier({
      projectOpen: () => Promise.resolve(openedProject(saved())),
      runHistory: () => Promise.resolve(history()),
    });
    expect(await openProject(fake.atelier, projectPath)).toBe(true);
    const { training, replay } = fake.atelier.store.getState();
    expect([training.curve.steps.length, replay.maps.length, replay.samples.length]).toEqual([30, 3, 3]);
    expect(fake.atelier.store.getState().project?.edited).toBe(false);
  });

  it('is not given the history of one that was opened before it', async () => {
    const answer = later<RunHistory>();
    let first = true;
    const fake = fakeAtelier({
      runOpen: ({ runFolder }) => Promise.resolve(runSummary({ ...three, runFolder })),
      runHistory: () => {
        if (!first) return Promise.resolve(history({ curve: null, samples: [] }));
        first = false;
        return answer.promise;
      },
    });
    const opening = openRun(fake.atelier, '/runs/one');
    await settled();
    await openRun(fake.atelier, '/runs/two');
    answer.resolve(history());
    await opening;
    expect(fake.atelier.store.getState().training.curve.steps).toEqual([10, 20, 30]);
  });

  it('goes on with its curve when it is trained further', async () => {
    const { atelier, state, emit } = await opened(history({ notes: ['Of its steps one in 2 is kept.'] }));
    await resumeTraining(atelier, '/runs/old', { epochs: 4, earlyStopping: null });
    emit('training.progress', progress(31, { runFolder: '/runs/old' }));
    expect(state().training.curve.steps).toHaveLength(31);
    expect(state().training.historyNotes).toEqual([]);
  });
});

describe('a run that trains', () => {
  it('keeps the reconstructions that were made right after an epoch as that epoch’s', async () => {
    const fake = fakeAtelier();
    await chooseFashionMnist(fake.atelier);
    await startTraining(fake.atelier);
    fake.emit('training.samples', samples(4));
    fake.emit('training.epoch', epochMetrics(1));
    fake.emit('training.samples', samples(10));
    fake.emit('training.samples', samples(13));
    const { replay, training } = fake.atelier.store.getState();
    expect(replay.samples.map(({ epoch, step }) => [epoch, step])).toEqual([[1, 10]]);
    expect(training.samples?.step).toBe(13);
  });

  it('asks for no maps of epochs to be kept where that is turned off', async () => {
    const fake = fakeAtelier({ runOpen: () => Promise.resolve(three) });
    await chooseFashionMnist(fake.atelier);
    const starts = () => fake.asked.filter(({ call }) => call === 'trainingStart').map(({ input }) => input);
    await startTraining(fake.atelier);
    expect(starts()[0]).not.toHaveProperty('keptEpochs');
    fake.emit('training.end', { reason: 'stopped', runFolder: '/runs/one', step: 10, message: '' });
    setSettings(fake.atelier, { epochHistory: 'off' });
    await resumeTraining(fake.atelier, '/runs/one');
    expect(fake.asked.find(({ call }) => call === 'trainingResume')?.input).toMatchObject({ keptEpochs: 0 });
    fake.emit('training.end', { reason: 'stopped', runFolder: '/runs/one', step: 10, message: '' });
    await startTraining(fake.atelier);
    expect(starts()[1]).toMatchObject({ keptEpochs: 0 });
  });
});
