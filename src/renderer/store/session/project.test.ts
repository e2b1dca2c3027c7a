import { beforeEach, describe, expect, it, vi } from 'vitest';
import { timeLimits } from '../../../contract/testing/time-limits';
import { change } from '../atelier-store';
import { setNote } from '../latent/pins';
import { select, selectSecond } from '../map/selection';
import { chooseProject, openProject } from './project';
import { contentOf } from './project-content';
import { saveProject } from './save-project';
import { closeRun, openRun } from '../training/runs';
import { fakeAtelier, stateOf, textsOf, inputsOf } from '../../testing/fake-atelier';
import { workedProject, openedProject, projectPath } from '../../testing/worked-project';

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
    const { saved } = await workedProject();
    const fake = fakeAtelier({ projectOpen: () => Promise.resolve(openedProject(saved())) });
    expect(await openProject(fake.atelier, projectPath)).toBe(true);
    const { selection, latent, groups, settings, space, project } = stateOf(fake);
    expect([selection.a, selection.b, latent.pins, settings.colourBy]).toEqual([
      1,
      4,
      [{ index: 2, note: 'look' }],
      'kl',
    ]);
    expect(groups.named.map(({ name, rows }) => [name, ...rows])).toEqual([['corners', 0, 5]]);
    expect(space.map?.positions).toEqual(saved().map?.positions);
    expect(inputsOf(fake, 'spaceMap')).toEqual([]);
    expect(inputsOf(fake, 'spaceRestoreMap')).toHaveLength(1);
    expect(project).toMatchObject({ path: projectPath, name: 'moths', edited: false });
    expect(settings.lastProject).toBe(projectPath);
    expect(contentOf(fake.atelier)).toEqual(saved());
  });

  it('is edited by what is kept in it, and no longer so when that is as it was; looking about is no change', async () => {
    const { fake } = await workedProject();
    const { atelier } = fake;
    const edited = () => stateOf(fake).project?.edited;
    expect(edited()).toBe(false);
    await watched(() => select(atelier, 3));
    expect(edited()).toBe(true);
    expect(inputsOf(fake, 'projectTell').at(-1)).toEqual({
      open: { path: projectPath, name: 'moths', edited: true },
    });
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
    const { fake, saved } = await workedProject({ projectAskToLeave: answer });
    const { atelier } = fake;
    setNote(atelier, 2, 'changed');
    await openRun(atelier, '/runs/other');
    expect(stateOf(fake).training.run?.runFolder).toBe('/runs/old');
    expect(stateOf(fake).project).not.toBeNull();
    answer.mockResolvedValue({ answer: 'save' });
    await openRun(atelier, '/runs/other');
    expect(saved().pins).toEqual([{ index: 2, note: 'changed' }]);
    expect(stateOf(fake).project).toBeNull();
    expect(answer).toHaveBeenCalledTimes(2);
    // Nothing unsaved, nothing asked.
    await openRun(atelier, '/runs/third');
    expect(answer).toHaveBeenCalledTimes(2);
  });

  it('whose run is gone is not opened, says so, and is found by its run', async () => {
    const { saved } = await workedProject();
    const open = vi.fn(({ runFolder }: { path: string; runFolder?: string | undefined }) =>
      Promise.resolve(
        openedProject(saved(), runFolder === undefined ? { runMissing: 'The run is not there.' } : {}),
      ),
    );
    const fake = fakeAtelier({
      projectChoose: () => Promise.resolve({ path: projectPath }),
      projectOpen: open,
      dialogChooseRun: () => Promise.resolve({ path: '/found/run' }),
    });
    await chooseProject(fake.atelier);
    expect(stateOf(fake)).toMatchObject({ project: null, training: { run: null } });
    const [notice] = stateOf(fake).notices;
    expect([notice?.text, notice?.action?.label]).toEqual(['The run is not there.', 'Find the run…']);
    notice?.action?.run();
    await vi.waitFor(() => expect(stateOf(fake).project).toMatchObject({ name: 'moths', edited: true }), {
      timeout: timeLimits.event,
    });
    expect(open).toHaveBeenLastCalledWith({ path: projectPath, runFolder: '/found/run' });
  });

  it('that is gone can be taken off the recent ones; what is open stays', async () => {
    const { fake } = await workedProject({
      projectOpen: () => Promise.reject(new Error('It is not there any more.')),
      projectRecent: () => Promise.resolve({ recent: [{ path: '/gone', name: 'gone', missing: true }] }),
    });
    expect(await openProject(fake.atelier, '/gone')).toBe(false);
    const notice = stateOf(fake).notices.at(-1);
    expect(notice).toMatchObject({ kind: 'error', text: 'It is not there any more.' });
    notice?.action?.run();
    expect(inputsOf(fake, 'projectForget')).toEqual([{ path: '/gone' }]);
    expect(stateOf(fake).project?.path).toBe(projectPath);
  });

  it('tells the engine where its images lie now, and lays a map out anew for a run that was trained further', async () => {
    const { saved } = await workedProject();
    const moved = { kind: 'folder' as const, path: '/new/images' };
    const fake = fakeAtelier({
      projectOpen: () =>
        Promise.resolve(openedProject({ ...saved(), run: { ...saved().run!, source: moved, step: 5 } })),
    });
    expect(await openProject(fake.atelier, projectPath)).toBe(true);
    expect(inputsOf(fake, 'runRelocate')).toEqual([{ runFolder: '/runs/old', source: moved }]);
    expect(inputsOf(fake, 'spaceMap')).toHaveLength(1);
    expect(textsOf(fake)).toContain(
      'The run was trained further since the project was saved: its map is laid out anew.',
    );
    expect(stateOf(fake).project?.edited).toBe(true);
  });

  it('has pins of its own: those of the run alone are as they were', async () => {
    const { fake } = await workedProject();
    setNote(fake.atelier, 2, 'of the project');
    closeRun(fake.atelier);
    await openRun(fake.atelier, '/runs/old');
    expect(stateOf(fake).latent.pins).toEqual([{ index: 2, note: 'look' }]);
  });

  it('cannot be made of nothing', async () => {
    const fake = fakeAtelier();
    expect(await saveProject(fake.atelier)).toBe(false);
    expect(inputsOf(fake, 'projectSave')).toEqual([]);
  });
});
