// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { chooseImages } from '../store/images/folder-preview';
import { importVectors } from '../store/images/import-vectors';
import { averageGroup, chooseGroup } from '../store/map/groups';
import { say } from '../store/notices';
import { setTab } from '../store/latent/latent-change';
import { moveSlider } from '../store/latent/sliders';
import { showRun } from '../store/training/runs';
import { select, selectSecond } from '../store/map/selection';
import { mapImages, testSetOf } from '../store/map/space';
import { chooseFashionMnist, startTraining } from '../store/training/training';
import { epochMetrics, progress, runSummary } from '../testing/made-runs';
import { fakeAtelier } from '../testing/fake-atelier';
import { inAtelier } from '../testing/in-atelier';
import { settled } from '../testing/waiting';
import { summary } from '../testing/made-data';
import { unseenPage } from '../testing/unseen-page';
import { EngineBanner } from './engine-banner';
import { Inspector } from './inspector/inspector';
import { Notices } from './notices';
import { PathPanel } from './path/path-panel';
import { PreviewDialog } from './preview-dialog';
import { DiagnosisNote } from './training/diagnosis-note';
import { RunProgress } from './training/run-progress';
import { SetUpForm } from './training/set-up-form';

beforeAll(unseenPage);
beforeAll(() => {
  vi.stubGlobal('matchMedia', () => Object.assign(new EventTarget(), { matches: false }));
});
afterEach(cleanup);

describe('the form', () => {
  it('counts parameters as one types, and holds back a run it cannot start', async () => {
    const fake = fakeAtelier();
    await chooseFashionMnist(fake.atelier);
    render(inAtelier(fake, <SetUpForm />));
    const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Start training' });
    expect(screen.getByText('807,025')).toBeTruthy();
    expect(start.disabled).toBe(false);
    fireEvent.change(screen.getByLabelText('Latent size'), { target: { value: '32' } });
    expect(screen.queryByText('807,025')).toBeNull();
    fireEvent.change(screen.getByLabelText('Latent size'), { target: { value: '1000' } });
    expect(screen.getByText('A whole number from 2 to 256.')).toBeTruthy();
    expect(start.disabled).toBe(true);
  });

  it('starts the run on Enter, with the objective that is chosen', async () => {
    const fake = fakeAtelier();
    await chooseFashionMnist(fake.atelier);
    render(inAtelier(fake, <SetUpForm />));
    fireEvent.click(screen.getByRole('radio', { name: 'Notebook' }));
    fireEvent.submit(screen.getByRole('button', { name: 'Start training' }));
    await act(settled);
    expect(fake.asked.at(-1)).toMatchObject({
      call: 'trainingStart',
      input: { config: { objective: 'notebook' } },
    });
  });
});

describe('a run', () => {
  it('shows epoch, step, speed and the time that is left', async () => {
    const fake = fakeAtelier();
    await chooseFashionMnist(fake.atelier);
    await startTraining(fake.atelier);
    render(inAtelier(fake, <RunProgress />));
    act(() => fake.emit('training.progress', progress(34)));
    const panel = screen.getByTestId('training-progress');
    expect(panel.dataset['phase']).toBe('running');
    for (const text of ['Epoch 4 of 10', 'step 34 of 100', '500 images/s', '1 min left'])
      expect(panel.textContent).toContain(text);
    act(() => fake.emit('training.progress', progress(34, { state: 'paused' })));
    fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(fake.asked.at(-1)?.call).toBe('trainingContinue');
    act(() =>
      fake.emit('training.end', { reason: 'finished', runFolder: '/runs/one', step: 100, message: '' }),
    );
    expect(panel.textContent).toContain('Finished');
    await act(settled);
  });

  it('that came with the app is not trained further: its settings begin a run of one’s own', async () => {
    const fake = fakeAtelier();
    const { description } = runSummary();
    showRun(fake.atelier, runSummary({ finished: true, description: { ...description, shipped: true } }));
    render(inAtelier(fake, <RunProgress />));
    expect(screen.queryByRole('button', { name: 'Train' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Train your own like it' }));
    await act(settled);
    const { setUp, draft } = fake.atelier.store.getState().training;
    expect({ setUp, latent: draft.latent }).toEqual({ setUp: true, latent: '2' });
  });

  it('rings no alarm beside vectors from elsewhere that it did not make', async () => {
    const fake = fakeAtelier();
    await chooseFashionMnist(fake.atelier);
    await startTraining(fake.atelier);
    const diagnosis = { state: 'collapsed', sentence: 'None is active.', suggestion: null } as const;
    fake.emit('training.epoch', epochMetrics(1, { diagnosis }));
    fake.emit('training.end', { reason: 'finished', runFolder: '/runs/one', step: 100, message: '' });
    await settled();
    render(inAtelier(fake, <DiagnosisNote />));
    expect(screen.getByTestId('collapse-alarm')).toBeTruthy();
    await act(() => importVectors(fake.atelier, '/words.csv'));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.getByTestId('diagnosis-other').textContent).toContain('did not make');
  });

  it('rings the alarm on a collapse, and not when dimensions are pruned', async () => {
    const fake = fakeAtelier();
    await chooseFashionMnist(fake.atelier);
    await startTraining(fake.atelier);
    render(inAtelier(fake, <DiagnosisNote />));
    const pruned = { state: 'pruned', sentence: '22 of 64 are active.', suggestion: null } as const;
    act(() => fake.emit('training.epoch', epochMetrics(1, { diagnosis: pruned })));
    expect(screen.queryByRole('alert')).toBeNull();
    const collapsed = { state: 'collapsed', sentence: 'None is active.', suggestion: 'Warm up.' } as const;
    act(() => fake.emit('training.epoch', epochMetrics(2, { diagnosis: collapsed })));
    const alarm = screen.getByTestId('collapse-alarm');
    expect(alarm.textContent).toContain('None is active.');
    expect(
      within(alarm).getByRole('button', { name: 'Train again with a warm-up of 10 epochs' }),
    ).toBeTruthy();
    // The all-clear is the sentence of its own epoch too.
    const recovered = {
      state: 'healthy',
      sentence: 'The posterior has recovered.',
      suggestion: null,
    } as const;
    act(() => {
      fake.emit('training.epoch', epochMetrics(3, { diagnosis: recovered }));
      fake.emit('training.alarm', {
        kind: 'collapse',
        raised: false,
        runFolder: '/r',
        step: 3,
        sentence: recovered.sentence,
        suggestion: null,
      });
    });
    expect(screen.getByTestId('diagnosis').textContent).toBe('The posterior has recovered.');
    await act(settled);
  });
});

describe('the inspector and the path', () => {
  it('sets the reconstruction beside the original, and leads to the neighbours', async () => {
    const fake = fakeAtelier();
    await mapImages(fake.atelier, testSetOf('x'));
    render(inAtelier(fake, <Inspector />));
    expect(screen.getByText('Click a point to decode it.')).toBeTruthy();
    await act(async () => {
      select(fake.atelier, 2);
      await settled();
    });
    expect(screen.getByTestId('inspector-original')).toBeTruthy();
    expect(screen.getByTestId('inspector-reconstruction')).toBeTruthy();
    const neighbours = screen.getAllByTestId('neighbour');
    expect(neighbours).toHaveLength(5);
    const nearest = ['Go to image 1 Bag 1.00', 'Go to image 3 Bag 1.00'].map((name) =>
      screen.getByRole('button', { name }),
    );
    expect(new Set(nearest)).toEqual(new Set(neighbours.slice(0, 2)));
    fireEvent.click(nearest[1]!);
    expect(fake.atelier.store.getState().selection.a).toBe(3);
    await act(settled);
  });

  it('goes to an image by its number, from the keyboard alone', async () => {
    const fake = fakeAtelier();
    await mapImages(fake.atelier, testSetOf('x'));
    render(inAtelier(fake, <Inspector />));
    const field = screen.getByLabelText('Image index, 0 to 5');
    fireEvent.change(field, { target: { value: '9' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(fake.atelier.store.getState().selection.a).toBeNull();
    fireEvent.change(field, { target: { value: '4' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(fake.atelier.store.getState().selection.a).toBe(4);
    await act(settled);
  });

  it('lays the frames out as a film with a handle for each', async () => {
    const fake = fakeAtelier();
    await mapImages(fake.atelier, testSetOf('x'));
    select(fake.atelier, 0);
    selectSecond(fake.atelier, 5);
    await settled();
    render(inAtelier(fake, <PathPanel />));
    const frames = screen.getAllByTestId('film-frame');
    expect(frames).toHaveLength(16);
    fireEvent.click(frames[9]!);
    expect(fake.atelier.store.getState().path.frame).toBe(9);
    expect(screen.getByLabelText('Frame 10 of 16')).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'Along the data' }));
    expect(fake.asked.at(-1)).toMatchObject({ call: 'spacePath', input: { method: 'graph' } });
    await act(settled);
  });
});

describe('the window around them', () => {
  it('previews a folder: classes, what was left out and why', async () => {
    const leftOut = [{ file: 'jade/notes.png', reason: 'It is no image.' }];
    const fake = fakeAtelier({ dataDescribe: () => Promise.resolve(summary({ name: 'moths', leftOut })) });
    render(inAtelier(fake, <PreviewDialog />));
    await act(async () => {
      await chooseImages(fake.atelier);
      await settled();
    });
    const dialog = screen.getByTestId('preview-dialog');
    expect(dialog.textContent).toContain('jade/notes.png');
    expect(dialog.textContent).toContain('70,000');
    const encode = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Add to the map' });
    expect(encode.disabled).toBe(true);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Train on these' }));
    expect(screen.queryByTestId('preview-dialog')).toBeNull();
    expect(fake.atelier.store.getState().data.source).toEqual({ kind: 'folder', path: '/images/moths' });
  });

  it('tells of the engine, and offers to resume once it is back', async () => {
    const fake = fakeAtelier();
    render(inAtelier(fake, <EngineBanner />));
    expect(screen.queryByTestId('engine-banner')).toBeNull();
    const resumable = { runFolder: '/runs/one', step: 40 };
    act(() => fake.emit('engine.status', { state: 'restarting', message: 'The engine stopped.', resumable }));
    expect(screen.getByTestId('engine-banner').textContent).toContain('The engine stopped.');
    expect(screen.queryByRole('button', { name: 'Resume training' })).toBeNull();
    act(() => fake.emit('engine.status', { state: 'ready', message: 'It can go on.', resumable }));
    fireEvent.click(screen.getByRole('button', { name: 'Resume training' }));
    await act(settled);
    expect(fake.asked.find(({ call }) => call === 'trainingResume')?.input).toEqual({
      runFolder: '/runs/one',
    });
    expect(screen.queryByTestId('engine-banner')).toBeNull();
  });

  it('offers to wait for an engine that does not answer, or to restart it, and one that was given up', async () => {
    const fake = fakeAtelier();
    render(inAtelier(fake, <EngineBanner />));
    const silent = { state: 'silent', message: 'The engine does not answer.', resumable: null } as const;
    act(() => fake.emit('engine.status', silent));
    fireEvent.click(screen.getByRole('button', { name: 'Wait' }));
    expect(screen.queryByTestId('engine-banner')).toBeNull();
    act(() => fake.emit('engine.status', silent));
    fireEvent.click(screen.getByRole('button', { name: 'Restart the engine' }));
    act(() =>
      fake.emit('engine.status', { state: 'failed', message: 'It stopped 3 times.', resumable: null }),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Start the engine again' }));
    await act(settled);
    expect(fake.asked.filter(({ call }) => call === 'engineRestart')).toHaveLength(2);
  });

  it('lets a run that is being set up be called off', async () => {
    const fake = fakeAtelier({ trainingStart: () => new Promise(() => undefined) });
    await chooseFashionMnist(fake.atelier);
    void startTraining(fake.atelier);
    render(inAtelier(fake, <RunProgress />));
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(fake.asked.at(-1)?.call).toBe('trainingStop');
    expect(screen.getByTestId('training-progress').textContent).toContain('Cancelling');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Cancel' }).disabled).toBe(true);
  });

  it('keeps an error until it is dismissed, and says it once', () => {
    const fake = fakeAtelier();
    render(inAtelier(fake, <Notices />));
    act(() => {
      say(fake.atelier.store, 'error', 'The folder is empty.');
      say(fake.atelier.store, 'error', 'The folder is empty.');
    });
    expect(screen.getAllByTestId('notice')).toHaveLength(1);
    fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByTestId('notice')).toBeNull();
  });
});

describe('the inspector', () => {
  it('says what is chosen together, and shows its mean', async () => {
    const fake = fakeAtelier();
    await mapImages(fake.atelier, testSetOf('x'));
    render(inAtelier(fake, <Inspector />));
    expect(screen.getByText('Click a point to decode it.')).toBeTruthy();
    act(() => chooseGroup(fake.atelier, [0, 1, 2]));
    expect(screen.queryByText('Click a point to decode it.')).toBeNull();
    expect(screen.getByTestId('chosen-group').textContent).toContain('3 images selected');
    expect(screen.getByTestId('chosen-group').textContent).toContain('Coat 2, Bag 1');
    expect(screen.getAllByTestId('neighbour')).toHaveLength(3);
    act(() => averageGroup(fake.atelier));
    await act(settled);
    expect(screen.getByLabelText('The decoded mean of the selected images')).toBeTruthy();
  });

  it('keeps a slider where it is with its first move: what comes above it has its place already', async () => {
    const fake = fakeAtelier();
    await mapImages(fake.atelier, testSetOf('x'));
    select(fake.atelier, 1);
    act(() => setTab(fake.atelier, 'sliders'));
    const shown = render(inAtelier(fake, <Inspector />));
    const parts = () =>
      [...shown.container.querySelectorAll('.sliders-head > *')].map((part) => part.className);
    const before = parts();
    await act(async () => {
      moveSlider(fake.atelier, 0, 3);
      await settled();
    });
    expect(screen.queryByTestId('sliders-not-located')).toBeNull();
    expect(parts().map((name) => name.split(' ')[0])).toEqual(before);
  });
});
