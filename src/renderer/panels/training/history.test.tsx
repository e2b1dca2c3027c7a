// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { showEpoch } from '../../store/training/replay';
import { openRun } from '../../store/training/runs';
import { fakeAtelier } from '../../testing/fake-atelier';
import { epochMetrics, runSummary } from '../../testing/made-runs';
import { latentMap } from '../../testing/made-space';
import { inAtelier } from '../../testing/in-atelier';
import { unseenPage } from '../../testing/unseen-page';
import { SettingsDialog } from '../settings/settings-dialog';
import { DiagnosisNote } from './diagnosis-note';
import { EpochScrubber } from './epoch-scrubber';
import { Samples } from './samples';

type Fake = ReturnType<typeof fakeAtelier>;

beforeAll(unseenPage);
afterEach(cleanup);

const pixels = () => new Uint8Array(256);
const samples = (epoch: number) => ({
  epoch,
  step: epoch * 10,
  n: 1,
  side: 16,
  channels: 1 as const,
  originals: pixels(),
  reconstructions: pixels(),
});
const maps = [1, 3].map((epoch) => ({ ...latentMap(), epoch, step: epoch * 10 }));

/** A run of three epochs, opened again. */
async function opened(dims: 2 | 3 = 3): Promise<Fake> {
  const summary = runSummary({ metrics: [1, 2, 3].map((epoch) => epochMetrics(epoch)), step: 30 });
  const fake = fakeAtelier({
    runOpen: () => Promise.resolve(summary),
    runHistory: () => Promise.resolve({ curve: null, maps, samples: [samples(1), samples(3)], notes: [] }),
    spaceMap: () => Promise.resolve(latentMap({ dims, positions: new Float32Array(6 * dims) })),
  });
  await openRun(fake.atelier, '/runs/old');
  return fake;
}

describe('the history of a run', () => {
  it('shows the reconstructions of the epoch that is turned to, and says whose they are', async () => {
    const fake = await opened();
    render(inAtelier(fake, <Samples />));
    const panel = screen.getByRole('region', { name: 'Reconstructions of test images' });
    expect(panel.textContent).not.toContain('epoch');
    act(() => showEpoch(fake.atelier, 2));
    // The nearest before it that is kept.
    expect(panel.textContent).toContain('epoch 1');
    expect(screen.getAllByTestId('sample-reconstruction')).toHaveLength(1);
  });

  it('counts the maps that can be replayed, and says why there are none', async () => {
    render(inAtelier(await opened(), <EpochScrubber />));
    expect(screen.getByText('Figures of each epoch, and 2 maps.')).toBeTruthy();
    cleanup();
    render(inAtelier(await opened(2), <EpochScrubber />));
    expect(screen.getByText(/maps that are kept are of other images or dimensions/)).toBeTruthy();
  });

  it('says, beside the alarm of the checkpoints, when the disk does not take it', async () => {
    const fake = await opened();
    render(inAtelier(fake, <DiagnosisNote />));
    const alarm = { runFolder: '/runs/old', step: 30, sentence: 'The disk is full.', suggestion: 'Go on.' };
    act(() => fake.emit('training.alarm', { ...alarm, kind: 'history', raised: true }));
    expect(screen.getByTestId('history-alarm').textContent).toBe('The disk is full.Go on.');
    act(() => fake.emit('training.alarm', { ...alarm, kind: 'saving', raised: true }));
    expect(screen.getAllByRole('alert')).toHaveLength(2);
    act(() => fake.emit('training.alarm', { ...alarm, kind: 'history', raised: false }));
    expect(screen.queryByTestId('history-alarm')).toBeNull();
  });

  it('is kept or not, as Settings says, with what it costs', () => {
    const fake = fakeAtelier();
    render(inAtelier(fake, <SettingsDialog />));
    expect(screen.getByText(/about 3 MB for 10,000 images, 80 MB at most/)).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'Not kept' }));
    expect(fake.atelier.store.getState().settings.epochHistory).toBe('off');
  });
});
