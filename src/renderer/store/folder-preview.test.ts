import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from '../../contract/dataset';
import { fakeAtelier, later, runSummary, settled, summary } from '../testing/fake-bridge';
import {
  chooseImages,
  closePreview,
  dropFolder,
  encodePreview,
  setPreviewOptions,
  trainOnPreview,
  whyNotEncode,
} from './folder-preview';
import { openRun } from './runs';

const moths = summary({
  name: 'moths',
  side: 64,
  channels: 3,
  source: { kind: 'folder', path: '/images/moths' },
});

describe('a folder', () => {
  it('is looked at when it is chosen or dropped, before anything is done with it', async () => {
    const { atelier, asked } = fakeAtelier({ dataDescribe: () => Promise.resolve(moths) });
    await dropFolder(atelier, new File([], 'moths'));
    await settled();
    expect(asked.map(({ call }) => call)).toEqual(['folderDropped', 'dataDescribe']);
    const { data, training } = atelier.store.getState();
    expect(data).toMatchObject({ source: null, preview: { summary: { name: 'moths' }, progress: null } });
    expect(training.phase).toBe('idle');
  });

  it('is read as was last asked, however slow the first look was', async () => {
    const first = later<DatasetSummary>();
    let looks = 0;
    const { atelier } = fakeAtelier({
      dataDescribe: ({ options }) =>
        looks++ === 0 ? first.promise : Promise.resolve({ ...moths, side: options.side ?? 64 }),
    });
    await chooseImages(atelier);
    setPreviewOptions(atelier, { side: 32 });
    setPreviewOptions(atelier, { channels: 1 });
    first.resolve(moths);
    await settled();
    const { preview } = atelier.store.getState().data;
    expect(looks).toBe(2);
    expect(preview).toMatchObject({ options: { side: 32, channels: 1 }, summary: { side: 32 } });
  });

  it('that cannot be used says why, in the dialog', async () => {
    const { atelier } = fakeAtelier({
      dataDescribe: () => Promise.reject(new Error('/images/moths is empty.')),
    });
    await chooseImages(atelier);
    await settled();
    expect(atelier.store.getState().data.preview).toMatchObject({ error: '/images/moths is empty.' });
  });

  it('becomes what the next run trains on', async () => {
    const { atelier } = fakeAtelier({ dataDescribe: () => Promise.resolve(moths) });
    await chooseImages(atelier);
    setPreviewOptions(atelier, { side: 64 });
    await settled();
    trainOnPreview(atelier);
    const { data, training } = atelier.store.getState();
    expect(data).toMatchObject({
      source: { kind: 'folder', path: '/images/moths' },
      options: { side: 64 },
      preview: null,
    });
    expect(training).toMatchObject({ setUp: true, phase: 'idle' });
  });

  it('is encoded only by a model of its shape', async () => {
    const { atelier, asked } = fakeAtelier({
      dataDescribe: ({ options }) =>
        Promise.resolve({ ...moths, side: options.side ?? 64, channels: options.channels ?? 3 }),
      runOpen: () => Promise.resolve(runSummary()),
    });
    await chooseImages(atelier);
    await settled();
    const why = () => {
      const { data, training } = atelier.store.getState();
      return data.preview === null ? 'closed' : whyNotEncode(data.preview, training.run);
    };
    expect(why()).toMatch(/open a run/);
    await openRun(atelier, '/runs/old');
    expect(why()).toBe('The model at hand takes 28 × 28 grey; these would be read as 64 × 64 colour.');
    setPreviewOptions(atelier, { side: 28, channels: 1 });
    await settled();
    expect(why()).toBeNull();
    await encodePreview(atelier);
    expect(asked.findLast(({ call }) => call === 'spaceEncode')?.input).toEqual({
      split: 'all',
      source: { kind: 'folder', path: '/images/moths' },
      options: { side: 28, channels: 1 },
    });
    expect(atelier.store.getState().space.request?.title).toBe('moths');
  });

  it('that is closed stays closed when its figures come late', async () => {
    const answer = later<DatasetSummary>();
    const { atelier } = fakeAtelier({ dataDescribe: () => answer.promise });
    await chooseImages(atelier);
    closePreview(atelier);
    answer.resolve(moths);
    await settled();
    expect(atelier.store.getState().data.preview).toBeNull();
  });
});
