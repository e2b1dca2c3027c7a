import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenedProject, ProjectContent } from '../../../contract/project';
import type { SessionView } from '../../../contract/session-view';
import {
  embedding,
  fakeAtelier,
  latentMap,
  runSummary,
  settled,
  type FakeAtelier,
} from '../../testing/fake-bridge';
import { addImages } from '../images/add-images';
import { change } from '../atelier-store';
import { relocated } from '../images/choose-in-place';
import { findAdded, giveUpAdded } from '../images/find-added';
import { findImages, findVectors } from '../images/find-images';
import { importVectors } from '../images/import-vectors';
import { nameGroup, chooseGroup } from '../map/groups';
import { keptRows, movedMap, movedPins, movedView } from '../images/kept-rows';
import { missingOf, withMissing } from '../images/missing-images';
import { setNote, togglePin } from '../latent/pins';
import { chooseProject, openProject } from './project';
import { contentOf } from './project-content';
import { closeRun, openRun } from '../training/runs';
import { saveProject } from './save-project';
import { select, selectSecond } from '../map/selection';
import { setColourBy } from './settings';

const path = '/home/moths.atelier';
const state = ({ atelier }: FakeAtelier) => atelier.store.getState();
const texts = (fake: FakeAtelier) => state(fake).notices.map(({ text }) => text);
const inputsOf = ({ asked }: FakeAtelier, call: string) =>
  asked.filter((each) => each.call === call).map(({ input }) => input);

/** What was saved, to be opened again. */
let saved: ProjectContent;

/** A window with a run, something done to it, saved as a project. */
async function worked(overrides: Parameters<typeof fakeAtelier>[0] = {}): Promise<FakeAtelier> {
  const fake = fakeAtelier({
    projectSave: ({ content }) => {
      saved = content as ProjectContent;
      return Promise.resolve({ saved: { path, name: 'moths' } });
    },
    ...overrides,
  });
  const { atelier } = fake;
  await openRun(atelier, '/runs/old');
  await settled();
  select(atelier, 1);
  selectSecond(atelier, 4);
  togglePin(atelier, 2);
  setNote(atelier, 2, 'look');
  chooseGroup(atelier, [0, 5]);
  nameGroup(atelier, 'corners');
  setColourBy(atelier, 'kl');
  await settled();
  expect(await saveProject(atelier)).toBe(true);
  return fake;
}

const emptyView: SessionView = {
  n: 0,
  a: null,
  b: null,
  focus: 'a',
  path: { method: 'slerp', via: [], steps: 16, frame: 0, compare: false },
  camera: null,
  dimmed: [],
  range: null,
  groups: [],
};

const opened = (changes: Partial<OpenedProject> = {}): OpenedProject => ({
  path,
  name: 'moths',
  content: saved,
  runMissing: null,
  ...changes,
});

/** The watch looks a little after the change. */
const watched = async (work: () => void): Promise<void> => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  work();
  await vi.advanceTimersByTimeAsync(300);
  vi.useRealTimers();
};

describe('a project', () => {
  beforeEach(() => void vi.useRealTimers());

  it('is opened as it was saved: choice, path, pins, selections, colours, and the map without laying it out', async () => {
    await worked();
    const fake = fakeAtelier({ projectOpen: () => Promise.resolve(opened()) });
    expect(await openProject(fake.atelier, path)).toBe(true);
    const { selection, latent, groups, settings, space, project } = state(fake);
    expect([selection.a, selection.b, latent.pins, settings.colourBy]).toEqual([
      1,
      4,
      [{ index: 2, note: 'look' }],
      'kl',
    ]);
    expect(groups.named.map(({ name, rows }) => [name, ...rows])).toEqual([['corners', 0, 5]]);
    expect(space.map?.positions).toEqual(saved.map?.positions);
    expect(inputsOf(fake, 'spaceMap')).toEqual([]);
    expect(inputsOf(fake, 'spaceRestoreMap')).toHaveLength(1);
    expect(project).toMatchObject({ path, name: 'moths', edited: false });
    expect(settings.lastProject).toBe(path);
    expect(contentOf(fake.atelier)).toEqual(saved);
  });

  it('is edited by what is kept in it, and no longer so when that is as it was; looking about is no change', async () => {
    const fake = await worked();
    const { atelier } = fake;
    const edited = () => state(fake).project?.edited;
    expect(edited()).toBe(false);
    await watched(() => select(atelier, 3));
    expect(edited()).toBe(true);
    expect(inputsOf(fake, 'projectTell').at(-1)).toEqual({ open: { path, name: 'moths', edited: true } });
    await watched(() => select(atelier, 1));
    await watched(() => selectSecond(atelier, 4));
    expect(edited()).toBe(false);
    await watched(() => change(atelier.store, 'path', { frame: 5, playing: true }));
    expect(edited()).toBe(false);
    await watched(() => setNote(atelier, 2, 'look here'));
    expect(edited()).toBe(true);
    expect(await saveProject(atelier)).toBe(true);
    expect(edited()).toBe(false);
  });

  it('with unsaved changes is not left before the user has said what is to become of them', async () => {
    const answer = vi.fn(() =>
      Promise.resolve<{ answer: 'save' | 'discard' | 'cancel' }>({ answer: 'cancel' }),
    );
    const fake = await worked({ projectAskToLeave: answer });
    const { atelier } = fake;
    setNote(atelier, 2, 'changed');
    await openRun(atelier, '/runs/other');
    expect(state(fake).training.run?.runFolder).toBe('/runs/old');
    expect(state(fake).project).not.toBeNull();
    answer.mockResolvedValue({ answer: 'save' });
    await openRun(atelier, '/runs/other');
    expect(saved.pins).toEqual([{ index: 2, note: 'changed' }]);
    expect(state(fake).project).toBeNull();
    expect(answer).toHaveBeenCalledTimes(2);
    // Nothing unsaved, nothing asked.
    await openRun(atelier, '/runs/third');
    expect(answer).toHaveBeenCalledTimes(2);
  });

  it('whose run is gone is not opened, says so, and is found by its run', async () => {
    await worked();
    const open = vi.fn(({ runFolder }: { path: string; runFolder?: string | undefined }) =>
      Promise.resolve(opened(runFolder === undefined ? { runMissing: 'The run is not there.' } : {})),
    );
    const fake = fakeAtelier({
      projectChoose: () => Promise.resolve({ path }),
      projectOpen: open,
      dialogChooseRun: () => Promise.resolve({ path: '/found/run' }),
    });
    await chooseProject(fake.atelier);
    expect(state(fake)).toMatchObject({ project: null, training: { run: null } });
    const [notice] = state(fake).notices;
    expect([notice?.text, notice?.action?.label]).toEqual(['The run is not there.', 'Find the run…']);
    notice?.action?.run();
    await vi.waitFor(() => expect(state(fake).project).toMatchObject({ name: 'moths', edited: true }));
    expect(open).toHaveBeenLastCalledWith({ path, runFolder: '/found/run' });
  });

  it('that is gone can be taken off the recent ones; what is open stays', async () => {
    const fake = await worked({
      projectOpen: () => Promise.reject(new Error('It is not there any more.')),
      projectRecent: () => Promise.resolve({ recent: [{ path: '/gone', name: 'gone', missing: true }] }),
    });
    expect(await openProject(fake.atelier, '/gone')).toBe(false);
    const notice = state(fake).notices.at(-1);
    expect(notice).toMatchObject({ kind: 'error', text: 'It is not there any more.' });
    notice?.action?.run();
    expect(inputsOf(fake, 'projectForget')).toEqual([{ path: '/gone' }]);
    expect(state(fake).project?.path).toBe(path);
  });

  it('tells the engine where its images lie now, and lays a map out anew for a run that was trained further', async () => {
    await worked();
    const moved = { kind: 'folder' as const, path: '/new/images' };
    const fake = fakeAtelier({
      projectOpen: () =>
        Promise.resolve(opened({ content: { ...saved, run: { ...saved.run!, source: moved, step: 5 } } })),
    });
    expect(await openProject(fake.atelier, path)).toBe(true);
    expect(inputsOf(fake, 'runRelocate')).toEqual([{ runFolder: '/runs/old', source: moved }]);
    expect(inputsOf(fake, 'spaceMap')).toHaveLength(1);
    expect(texts(fake)).toContain(
      'The run was trained further since the project was saved: its map is laid out anew.',
    );
    expect(state(fake).project?.edited).toBe(true);
  });

  it('brings added images back, and names and leaves out those that are gone', async () => {
    const first = await worked();
    const source = { kind: 'folder' as const, path: '/bees' };
    await addImages(first.atelier, { title: 'bees', source, options: {} });
    togglePin(first.atelier, 8);
    await saveProject(first.atelier);
    expect(saved).toMatchObject({ added: [{ title: 'bees', n: 3, fingerprint: 'added' }], view: { n: 9 } });
    const whole = fakeAtelier({ projectOpen: () => Promise.resolve(opened()) });
    await openProject(whole.atelier, path);
    expect(state(whole).space).toMatchObject({
      embedding: { n: 9 },
      request: { joined: { added: [{ n: 3 }] } },
    });
    expect(state(whole).latent.pins).toHaveLength(2);
    expect(state(whole).project?.edited).toBe(false);
    const without = fakeAtelier({
      projectOpen: () => Promise.resolve(opened()),
      spaceAdd: () => Promise.reject(new Error('There is no folder /bees.')),
    });
    await openProject(without.atelier, path);
    expect(state(without)).toMatchObject({
      space: { embedding: { n: 6 }, map: { n: 6 } },
      selection: { a: 1, b: 4 },
      project: { edited: false },
    });
    expect(state(without).latent.pins).toEqual([{ index: 2, note: 'look' }]);
    const [missing] = state(without).space.missing;
    expect(missing).toMatchObject({ why: 'There is no folder /bees.', images: { title: 'bees', n: 3 } });
    // What is missing is saved as it was.
    const before = saved;
    const save = vi.fn(({ content }: { content: ProjectContent }) => {
      saved = content;
      return Promise.resolve({ saved: { path, name: 'moths' } });
    });
    const again = fakeAtelier({
      projectOpen: () => Promise.resolve(opened({ content: before })),
      projectSave: save as never,
      spaceAdd: () => Promise.reject(new Error('There is no folder /bees.')),
    });
    await openProject(again.atelier, path);
    setNote(again.atelier, 2, 'changed');
    expect(await saveProject(again.atelier)).toBe(true);
    expect(saved).toEqual({ ...before, pins: [{ index: 2, note: 'changed' }, before.pins[1]] });
    expect(state(again).project?.edited).toBe(false);
    // Given up, it is no longer part of the project.
    giveUpAdded(again.atelier, state(again).space.missing[0]!);
    await saveProject(again.atelier);
    expect(saved).toMatchObject({ added: [], view: { n: 6 }, map: { n: 6 } });
  });

  it('takes added images from where they are found, with all that was done with theirs', async () => {
    const first = await worked();
    const source = { kind: 'folder' as const, path: '/bees' };
    await addImages(first.atelier, { title: 'bees', source, options: {} });
    togglePin(first.atelier, 8);
    chooseGroup(first.atelier, [1, 7]);
    nameGroup(first.atelier, 'both');
    await saveProject(first.atelier);
    saved = { ...saved, map: latentMap({ n: 9, positions: Float32Array.from({ length: 27 }, (_, i) => i) }) };
    let hasMoved = true;
    const fake = fakeAtelier({
      projectOpen: () => Promise.resolve(opened()),
      dialogChooseImages: () => Promise.resolve({ items: [{ path: '/moved/bees', kind: 'folder' }] }),
      spaceAdd: () =>
        hasMoved
          ? Promise.reject(new Error('There is no folder /bees.'))
          : Promise.resolve({
              embedding: embedding({ n: 9 }),
              map: latentMap({ n: 9 }),
              added: { n: 3, fingerprint: 'added' },
            }),
    });
    await openProject(fake.atelier, path);
    const [missing] = state(fake).space.missing;
    await findAdded(fake.atelier, missing!);
    expect(texts(fake)).toContain('There is no folder /bees.');
    expect(state(fake).space.missing).toEqual([missing]);
    hasMoved = false;
    await findAdded(fake.atelier, missing!);
    expect(inputsOf(fake, 'spaceAdd').at(-1)).toEqual({
      source: { kind: 'folder', path: '/moved/bees' },
      options: {},
      fingerprint: 'added',
    });
    const { space, latent, groups } = state(fake);
    expect([space.missing, space.embedding?.n]).toEqual([[], 9]);
    expect(latent.pins.map(({ index }) => index)).toEqual([2, 8]);
    expect(groups.named.map(({ name, rows }) => [name, ...rows])).toEqual([
      ['corners', 0, 5],
      ['both', 1, 7],
    ]);
    expect([...space.map!.positions.subarray(18)]).toEqual([18, 19, 20, 21, 22, 23, 24, 25, 26]);
  });

  it('has pins of its own: those of the run alone are as they were', async () => {
    const fake = await worked();
    setNote(fake.atelier, 2, 'of the project');
    closeRun(fake.atelier);
    await openRun(fake.atelier, '/runs/old');
    expect(state(fake).latent.pins).toEqual([{ index: 2, note: 'look' }]);
  });

  it('of vectors from elsewhere is saved and opened without a run, and asks for their file', async () => {
    const fake = await worked();
    closeRun(fake.atelier);
    await importVectors(fake.atelier, '/tables/words.npy');
    select(fake.atelier, 3);
    togglePin(fake.atelier, 5);
    expect(await saveProject(fake.atelier)).toBe(true);
    const vectors = { path: '/tables/words.npy', fingerprint: 'vectors' };
    expect(saved).toMatchObject({ run: null, shown: { title: 'words.npy', split: 'all', vectors } });

    const open = vi.fn((input: { vectors?: string | undefined }) => {
      const path_ = input.vectors ?? '/tables/words.npy';
      const shown = { ...saved.shown, vectors: { ...vectors, path: path_ } };
      return Promise.resolve(opened({ content: { ...saved, shown } }));
    });
    const other = fakeAtelier({
      projectOpen: open,
      spaceImport: (input) =>
        input.path === '/moved/words.npy'
          ? Promise.resolve({ embedding: embedding(), map: null, missing: [], fingerprint: 'vectors' })
          : Promise.reject(new Error('The vectors are not those that were in the map.')),
      dialogChooseImages: () => Promise.resolve({ items: [{ path: '/moved/words.npy', kind: 'vectors' }] }),
    });
    expect(await openProject(other.atelier, path)).toBe(true);
    expect(state(other)).toMatchObject({
      project: { name: 'moths', shown: false, edited: false },
      space: { embedding: null, error: 'The vectors are not those that were in the map.' },
    });
    // What could not be shown must not take the place of what is in the file.
    expect(await saveProject(other.atelier)).toBe(false);
    await findVectors(other.atelier);
    expect(open).toHaveBeenLastCalledWith({ path, vectors: '/moved/words.npy' });
    expect(inputsOf(other, 'spaceImport').at(-1)).toEqual({ ...vectors, path: '/moved/words.npy' });
    expect(state(other)).toMatchObject({
      project: { shown: true, edited: true },
      selection: { a: 3 },
      training: { run: null },
    });
    expect(state(other).latent.pins).toEqual([{ index: 5, note: '' }]);
    expect(state(other).space.map?.positions).toEqual(saved.map?.positions);
    expect(inputsOf(other, 'spaceMap')).toEqual([]);
  });

  it('cannot be made of nothing', async () => {
    const fake = fakeAtelier();
    expect(await saveProject(fake.atelier)).toBe(false);
    expect(inputsOf(fake, 'projectSave')).toEqual([]);
  });
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
  expect(state(fake).data.preview).toMatchObject({ source, note: why });
  expect(state(fake).training.run?.source).toEqual(description.source);
  expect(state(fake).space.progress).toBeNull();
});

describe('data sets that are missing', () => {
  it('leave a content that is whole again with them', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        sizes,
        fc.infiniteStream(fc.boolean()),
        (first, parts, coin) => {
          const added = parts.map((n, at) => ({
            title: String(at),
            options: {},
            source: { kind: 'folder' as const, path: `/${at}` },
            n,
            fingerprint: String(at),
          }));
          const n = first + parts.reduce((sum, each) => sum + each, 0);
          const rows = Array.from({ length: n }, (_, row) => row);
          const map = latentMap({ n, positions: Float32Array.from(rows.flatMap((row) => [row, row, row])) });
          const content = {
            added,
            view: {
              ...emptyView,
              n,
              groups: [{ id: 1, name: 'some', rows: rows.filter(() => coin.next().value) }],
            },
            pins: rows.map((index) => ({ index, note: '' })),
            map: { ...map, distortion: Float32Array.from(rows) },
          };
          const isGone = added.map(() => coin.next().value === true);
          const missing = added.flatMap((_, at) =>
            isGone[at] === true ? [missingOf(content, at, 'gone')] : [],
          );
          const left = added.map((each, at) => (isGone[at] === true ? null : each));
          const move = keptRows(first, added, left);
          const there = n - missing.reduce((sum, { images }) => sum + images.n, 0);
          const present = {
            added: left.filter((each) => each !== null),
            view: movedView(content.view, there, move),
            pins: movedPins(content.pins, move),
            map: movedMap(content.map, there, move),
          };
          const whole = withMissing(present, missing);
          expect({ ...whole, pins: whole.pins.toSorted((a, b) => a.index - b.index) }).toEqual(content);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('rows of a map from which data sets are gone', () => {
  const part = fc.record({
    n: fc.integer({ min: 1, max: 5 }),
    fate: fc.constantFrom('same', 'gone', 'changed'),
  });

  it('keep the rows of the others, in their order, each on its own image', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(part, { maxLength: 5 }), (first, parts) => {
        // Each image has a name, by which it is found again.
        const named = (set: number, n: number, mark = '') =>
          Array.from({ length: n }, (_, i) => `${set}:${i}${mark}`);
        const before = parts.map(({ n }, set) => ({ n, fingerprint: String(set) }));
        const now = parts.map(({ n, fate }, set) =>
          fate === 'gone'
            ? null
            : { n: fate === 'same' ? n : n + 1, fingerprint: fate === 'same' ? String(set) : 'other' },
        );
        const old = [...named(-1, first), ...parts.flatMap(({ n }, set) => named(set, n))];
        const left = [
          ...named(-1, first),
          ...now.flatMap((each, set) =>
            each === null ? [] : named(set, each.n, parts[set]?.fate === 'changed' ? '*' : ''),
          ),
        ];
        const move = keptRows(first, before, now);
        old.forEach((image, row) => {
          const to = move(row);
          expect(to === null ? undefined : left[to]).toBe(left.includes(image) ? image : undefined);
        });
        const rows = old.map((_, row) => row);
        const kept = old.filter((image) => left.includes(image));
        const view = { ...emptyView, n: old.length, groups: [{ id: 1, name: 'all', rows }] };
        expect(movedView(view, left.length, move).groups[0]?.rows.map((row) => left[row])).toEqual(kept);
        const pins = movedPins(
          rows.map((index) => ({ index, note: '' })),
          move,
        );
        expect(pins.map(({ index }) => left[index])).toEqual(kept);
        const map = latentMap({
          n: old.length,
          positions: Float32Array.from(rows.flatMap((row) => [row, row, row])),
        });
        const moved = movedMap({ ...map, distortion: new Float32Array(old.length) }, left.length, move);
        const isWhole = kept.length === left.length;
        expect(moved === null ? null : [...moved.positions].filter((_, i) => i % 3 === 0)).toEqual(
          isWhole ? kept.map((image) => old.indexOf(image)) : null,
        );
      }),
      { numRuns: 100 },
    );
  });
});

it('one folder that is chosen for several holds them under their names', () => {
  const former = { kind: 'images' as const, paths: ['/a/moths', 'C:\\b\\bees'] };
  expect(relocated(former, ['/new'])).toEqual({ kind: 'images', paths: ['/new/moths', '/new/bees'] });
  expect(relocated(former, ['/x', '/y'])).toEqual({ kind: 'images', paths: ['/x', '/y'] });
  expect(relocated({ kind: 'folder', path: '/a' }, ['/b'])).toEqual({ kind: 'folder', path: '/b' });
  expect(relocated(former, [])).toBeNull();
});
