import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from '../../../contract/dataset';
import type { Bridge } from '../atelier';
import { fakeAtelier } from '../../testing/fake-atelier';
import { later, settled } from '../../testing/waiting';
import { runSummary } from '../../testing/made-runs';
import { summary } from '../../testing/made-data';
import {
  chooseImages,
  closePreview,
  dropFiles,
  addPreview,
  encodePreview,
  readAsTheRun,
  setPreviewOptions,
  trainOnPreview,
  whyNotEncode,
} from './folder-preview';
import { unlikeTheRun } from './as-the-run';
import { openRun } from '../training/runs';

const moths = summary({
  whole: false,
  name: 'moths',
  side: 64,
  channels: 3,
  source: { kind: 'folder', path: '/images/moths' },
});

/** As the open run had its images. */
const asRun = {
  side: 28,
  channels: 1,
  fit: 'crop',
  invert: false,
  ground: 'black',
  levels: 'stored',
  rules: 3,
};

/** The first look and the reading of every file, answered alike. */
const seen = (answer: Bridge['dataLook']): Pick<Bridge, 'dataLook' | 'dataDescribe'> => ({
  dataLook: answer,
  dataDescribe: answer,
});

describe('a folder', () => {
  it('is looked at when it is chosen or dropped, before anything is done with it', async () => {
    const { atelier, asked } = fakeAtelier({
      dataLook: () => Promise.resolve(moths),
      dataDescribe: () => Promise.resolve({ ...moths, whole: true }),
    });
    await dropFiles(atelier, [new File([], 'moths')]);
    await settled();
    expect(asked.map(({ call }) => call)).toEqual(['filesDropped', 'dataLook', 'dataDescribe']);
    const { data, training } = atelier.store.getState();
    expect(data).toMatchObject({
      source: null,
      preview: { summary: { name: 'moths', whole: true }, progress: null },
    });
    expect(training.phase).toBe('idle');
  });

  it('is read as was last asked, however slow the first look was', async () => {
    const first = later<DatasetSummary>();
    let looks = 0;
    const { atelier } = fakeAtelier(
      seen(({ options }) =>
        looks++ === 0 ? first.promise : Promise.resolve({ ...moths, side: options.side ?? 64 }),
      ),
    );
    await chooseImages(atelier);
    setPreviewOptions(atelier, { side: 32 });
    setPreviewOptions(atelier, { channels: 1 });
    first.resolve(moths);
    await settled();
    const { preview } = atelier.store.getState().data;
    // The second look, and the reading that follows it.
    expect(looks).toBe(3);
    expect(preview).toMatchObject({ options: { side: 32, channels: 1 }, summary: { side: 32 } });
  });

  it('of which no file is an image is not read whole, and still says why of each', async () => {
    const none = {
      ...moths,
      unusable: 'There are no images.',
      leftOut: [{ file: 'a.txt', reason: 'words' }],
    };
    const { atelier, asked } = fakeAtelier({ dataLook: () => Promise.resolve(none) });
    await chooseImages(atelier);
    await settled();
    expect(asked.map(({ call }) => call)).not.toContain('dataDescribe');
    const { preview } = atelier.store.getState().data;
    expect(preview).toMatchObject({ summary: none, error: 'There are no images.', progress: null });
  });

  it('that cannot be used says why, in the dialog', async () => {
    const { atelier } = fakeAtelier({
      dataLook: () => Promise.reject(new Error('/images/moths is empty.')),
    });
    await chooseImages(atelier);
    await settled();
    expect(atelier.store.getState().data.preview).toMatchObject({ error: '/images/moths is empty.' });
  });

  it('becomes what the next run trains on', async () => {
    const { atelier } = fakeAtelier(seen(() => Promise.resolve(moths)));
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

  it('is encoded once there is a model, in the shape of that model', async () => {
    const { atelier, asked } = fakeAtelier({
      ...seen(({ options }) =>
        Promise.resolve({ ...moths, side: options.side ?? 64, channels: options.channels ?? 3 }),
      ),
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
    expect(why()).toBeNull();
    // What a new run would be trained on is not what the model takes.
    setPreviewOptions(atelier, { side: 48, channels: 3 });
    await settled();
    const { data, training } = atelier.store.getState();
    expect(unlikeTheRun(data.preview!, training.run!)).toEqual({ adapted: '28 × 28 grey', chosen: null });
    await encodePreview(atelier);
    expect(asked.findLast(({ call }) => call === 'spaceEncode')?.input).toEqual({
      split: 'all',
      source: { kind: 'folder', path: '/images/moths' },
      options: asRun,
    });
    expect(atelier.store.getState().space.request?.title).toBe('moths');
  });

  it('is read as the model’s own images were, unless it was chosen otherwise', async () => {
    const own = runSummary();
    const padded = { fit: 'pad', invert: true, levels: { low: 0, high: 4095 } } as const;
    const { atelier, asked } = fakeAtelier({
      ...seen(({ options }) =>
        Promise.resolve({ ...moths, side: options.side ?? 28, channels: options.channels ?? 1, options }),
      ),
      runOpen: () => Promise.resolve({ ...own, description: { ...own.description, options: padded } }),
    });
    await openRun(atelier, '/runs/old');
    await chooseImages(atelier);
    await settled();
    const unlike = () =>
      unlikeTheRun(atelier.store.getState().data.preview!, atelier.store.getState().training.run!);
    expect(unlike()).toEqual({ adapted: 'padded, inverted, levels 0 to 4095', chosen: null });
    setPreviewOptions(atelier, { fit: 'stretch' });
    await settled();
    expect(unlike()).toEqual({
      adapted: 'inverted, levels 0 to 4095',
      chosen: { own: 'padded', these: 'stretched' },
    });
    readAsTheRun(atelier);
    await settled();
    expect(unlike()).toBeNull();
    setPreviewOptions(atelier, { fit: 'stretch' });
    await settled();
    await encodePreview(atelier);
    expect(asked.findLast(({ call }) => call === 'spaceEncode')?.input).toMatchObject({
      options: { ...asRun, ...padded, fit: 'stretch' },
    });
  });

  it('is added to the map that there is, in a colour of its own', async () => {
    const { atelier, asked } = fakeAtelier({
      ...seen(({ options }) =>
        Promise.resolve({ ...moths, side: options.side ?? 28, channels: options.channels ?? 1 }),
      ),
      runOpen: () => Promise.resolve(runSummary()),
    });
    await openRun(atelier, '/runs/old');
    await chooseImages(atelier);
    await settled();
    await addPreview(atelier);
    expect(asked.findLast(({ call }) => call === 'spaceAdd')?.input).toEqual({
      source: { kind: 'folder', path: '/images/moths' },
      options: asRun,
    });
    const { space, settings } = atelier.store.getState();
    expect([space.embedding?.n, space.map?.n, space.progress]).toEqual([9, 9, null]);
    expect(space.request?.title).toBe('Test set of Fashion-MNIST and moths');
    expect(settings.colourBy).toBe('column:set');
  });

  it('of several parts is one source, and a single run is opened', async () => {
    const items = ['cats', 'dogs'].map((name) => ({ path: `/images/${name}`, kind: 'folder' as const }));
    const { atelier, asked } = fakeAtelier({
      dataLook: () => later<DatasetSummary>().promise,
      filesDropped: (files) =>
        Promise.resolve({ items: files.length > 1 ? items : [{ path: '/runs/old', kind: 'run' }] }),
    });
    await dropFiles(atelier, [new File([], 'cats'), new File([], 'dogs')]);
    expect(atelier.store.getState().data.preview?.source).toEqual({
      kind: 'images',
      paths: ['/images/cats', '/images/dogs'],
    });
    closePreview(atelier);
    await settled();
    expect(asked.some(({ call }) => call === 'dataCancel')).toBe(true);
    await dropFiles(atelier, [new File([], 'old')]);
    expect(asked.some(({ call }) => call === 'runOpen')).toBe(true);
  });

  it('that is closed stays closed when its figures come late', async () => {
    const answer = later<DatasetSummary>();
    const { atelier } = fakeAtelier({ dataLook: () => answer.promise });
    await chooseImages(atelier);
    closePreview(atelier);
    answer.resolve(moths);
    await settled();
    expect(atelier.store.getState().data.preview).toBeNull();
  });
});

it('weights that are dropped become a run, with the images that belong to them', async () => {
  const why = 'The weights take 64 by 64 pixels in colour: name the folder of their images.';
  const { atelier, asked } = fakeAtelier({
    filesDropped: () => Promise.resolve({ items: [{ path: '/notebook.pt', kind: 'weights' }] }),
    dialogChooseImages: () => Promise.resolve({ items: [{ path: '/photos', kind: 'folder' }] }),
    runImport: ({ source }) =>
      Promise.resolve(source === undefined ? { made: false, why } : { made: true, run: runSummary() }),
  });
  await dropFiles(atelier, [new File([], 'notebook.pt')]);
  const [notice] = atelier.store.getState().notices;
  expect([notice?.text, notice?.action?.label]).toEqual([why, 'Choose their images…']);
  expect(atelier.store.getState().training.run).toBeNull();
  notice?.action?.run();
  await settled();
  await settled();
  expect(asked.filter(({ call }) => call === 'runImport').at(-1)?.input).toEqual({
    path: '/notebook.pt',
    source: { kind: 'folder', path: '/photos' },
  });
  expect(atelier.store.getState().training.run?.runFolder).toBe('/runs/old');
});

it('begins a second time with what the reading of every file found the first time', async () => {
  const look = { ...moths, train: 90, test: 10 };
  const damaged = [{ file: 'torn.png', reason: 'It ends too soon.' }];
  const second = later<DatasetSummary>();
  let readings = 0;
  const { atelier } = fakeAtelier({
    dataLook: () => Promise.resolve(look),
    dataDescribe: () =>
      readings++ === 0
        ? Promise.resolve({ ...look, whole: true, train: 89, leftOut: damaged })
        : second.promise,
  });
  await chooseImages(atelier);
  await settled();
  closePreview(atelier);
  await chooseImages(atelier);
  await settled();
  const { preview } = atelier.store.getState().data;
  expect(preview?.summary).toMatchObject({ whole: false, train: 89, test: 10, leftOut: damaged });
  second.resolve({ ...look, whole: true, train: 89, leftOut: damaged });
  await settled();
});

it('takes the place of a dialog that was open when it was dropped', async () => {
  const { atelier } = fakeAtelier(seen(() => Promise.resolve(moths)));
  atelier.store.setState({ dialog: 'palette' });
  await dropFiles(atelier, [new File([], 'moths')]);
  expect(atelier.store.getState().dialog).toBeNull();
  await settled();
});
