import { expect, it, vi } from 'vitest';
import { findImageLabels, findImages, findVectorLabels, findVectors } from './find-images';
import { importVectors } from './import-vectors';
import { togglePin } from '../latent/pins';
import { select } from '../map/selection';
import { openProject } from '../session/project';
import { saveProject } from '../session/save-project';
import { closeRun, openRun } from '../training/runs';
import { fakeAtelier, stateOf, inputsOf } from '../../testing/fake-atelier';
import { runSummary } from '../../testing/made-runs';
import { embedding } from '../../testing/made-space';
import { tableRoles } from '../../testing/made-table';
import { workedProject, openedProject, projectPath } from '../../testing/worked-project';

/** What comes of vectors that are read. */
const imported = () => ({
  embedding: embedding(),
  map: null,
  missing: [],
  roles: tableRoles(),
  taken: '',
  fingerprint: 'vectors',
});

it('a project of vectors from elsewhere is saved and opened without a run, and asks for their file', async () => {
  const { fake, saved } = await workedProject();
  closeRun(fake.atelier);
  await importVectors(fake.atelier, '/tables/words.npy');
  select(fake.atelier, 3);
  togglePin(fake.atelier, 5);
  expect(await saveProject(fake.atelier)).toBe(true);
  const vectors = { path: '/tables/words.npy', fingerprint: 'vectors' };
  expect(saved()).toMatchObject({ run: null, shown: { title: 'words.npy', split: 'all', vectors } });

  const open = vi.fn((input: { vectors?: string | undefined }) => {
    const path_ = input.vectors ?? '/tables/words.npy';
    const shown = { ...saved().shown, vectors: { ...vectors, path: path_ } };
    return Promise.resolve(openedProject({ ...saved(), shown }));
  });
  const other = fakeAtelier({
    projectOpen: open,
    spaceImport: (input) =>
      input.path === '/moved/words.npy'
        ? Promise.resolve(imported())
        : Promise.reject(new Error('The vectors are not those that were in the map.')),
    dialogChooseImages: () => Promise.resolve({ items: [{ path: '/moved/words.npy', kind: 'vectors' }] }),
  });
  expect(await openProject(other.atelier, projectPath)).toBe(true);
  expect(stateOf(other)).toMatchObject({
    project: { name: 'moths', shown: false, edited: false },
    space: { embedding: null, error: 'The vectors are not those that were in the map.' },
  });
  // What could not be shown must not take the place of what is in the file.
  expect(await saveProject(other.atelier)).toBe(false);
  await findVectors(other.atelier);
  expect(open).toHaveBeenLastCalledWith({ path: projectPath, vectors: '/moved/words.npy' });
  expect(inputsOf(other, 'spaceImport').at(-1)).toEqual({ ...vectors, path: '/moved/words.npy' });
  expect(stateOf(other)).toMatchObject({
    project: { shown: true, edited: true },
    selection: { a: 3 },
    training: { run: null },
  });
  expect(stateOf(other).latent.pins).toEqual([{ index: 5, note: '' }]);
  expect(stateOf(other).space.map?.positions).toEqual(saved().map?.positions);
  expect(inputsOf(other, 'spaceMap')).toEqual([]);
});

it('other images than those of a run are looked at, knowing that they are others', async () => {
  const source = { kind: 'folder' as const, path: '/others' };
  const description = { ...runSummary().description, source: { kind: 'folder' as const, path: '/gone' } };
  const why = 'The images of /others are not those that the run was trained on.';
  const fake = fakeAtelier({
    runOpen: () => Promise.resolve(runSummary({ description })),
    runRelocate: () => Promise.resolve({ same: false, why }),
    dialogChooseImages: () => Promise.resolve({ items: [{ path: '/others', kind: 'folder' }] }),
  });
  await openRun(fake.atelier, '/runs/old');
  await findImages(fake.atelier);
  expect(stateOf(fake).data.preview).toMatchObject({ source, note: why });
  expect(stateOf(fake).training.run?.source).toEqual(description.source);
  expect(stateOf(fake).space.progress).toBeNull();
});

it('a file of labels beside vectors that is gone can be pointed to', async () => {
  const { fake, saved } = await workedProject();
  closeRun(fake.atelier);
  await importVectors(fake.atelier, '/tables/words.npy', ['/tables/labels.csv']);
  expect(await saveProject(fake.atelier)).toBe(true);
  const open = vi.fn(({ labels = ['/tables/labels.csv'] }: { labels?: string[] | undefined }) => {
    const { shown } = saved();
    return Promise.resolve(
      openedProject({ ...saved(), shown: { ...shown, vectors: { ...shown.vectors!, labels } } }),
    );
  });
  const other = fakeAtelier({
    projectOpen: open,
    spaceImport: (input) =>
      input.labels?.[0] === '/moved/labels.csv'
        ? Promise.resolve(imported())
        : Promise.reject(new Error('There is no file /tables/labels.csv.')),
    dialogChooseImages: () => Promise.resolve({ items: [{ path: '/moved/labels.csv', kind: 'vectors' }] }),
  });
  expect(await openProject(other.atelier, projectPath)).toBe(true);
  expect(stateOf(other).space.error).toBe('There is no file /tables/labels.csv.');
  await findVectorLabels(other.atelier);
  expect(open).toHaveBeenLastCalledWith({ path: projectPath, labels: ['/moved/labels.csv'] });
  expect(stateOf(other)).toMatchObject({ project: { shown: true, edited: true }, space: { error: null } });
});

it('the table of the labels of a run’s images can be pointed to', async () => {
  const source = { kind: 'folder' as const, path: '/images' };
  const described = (path: string) => {
    const { description } = runSummary();
    const options = { ...description.options, labels: { from: 'file' as const, path } };
    return runSummary({ description: { ...description, source, options } });
  };
  const fake = fakeAtelier({
    runOpen: () => Promise.resolve(described('/gone/labels.csv')),
    runRelocate: ({ labels = '' }) => Promise.resolve({ same: true, run: described(labels) }),
    dialogChooseImages: () => Promise.resolve({ items: [{ path: '/moved/labels.csv', kind: 'vectors' }] }),
  });
  await openRun(fake.atelier, '/runs/old');
  await findImageLabels(fake.atelier);
  expect(inputsOf(fake, 'runRelocate')).toEqual([
    { runFolder: stateOf(fake).training.run?.runFolder, source, labels: '/moved/labels.csv' },
  ]);
  expect(stateOf(fake).training.run?.options.labels).toEqual({ from: 'file', path: '/moved/labels.csv' });
});
