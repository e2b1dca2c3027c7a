import { describe, expect, it, vi } from 'vitest';
import type { ProjectContent } from '../../../contract/project';
import { addImages } from './add-images';
import { findAdded, giveUpAdded } from './find-added';
import { setNote, togglePin } from '../latent/pins';
import { nameGroup, chooseGroup } from '../map/groups';
import { openProject } from '../session/project';
import { saveProject } from '../session/save-project';
import { fakeAtelier, stateOf, textsOf, inputsOf } from '../../testing/fake-atelier';
import { embedding, latentMap } from '../../testing/made-space';
import { workedProject, openedProject, projectPath } from '../../testing/worked-project';

describe('a project with added images', () => {
  it('brings added images back, and names and leaves out those that are gone', async () => {
    const { fake: first, saved } = await workedProject();
    const source = { kind: 'folder' as const, path: '/bees' };
    await addImages(first.atelier, { title: 'bees', source, options: {} });
    togglePin(first.atelier, 8);
    await saveProject(first.atelier);
    expect(saved()).toMatchObject({ added: [{ title: 'bees', n: 3, fingerprint: 'added' }], view: { n: 9 } });
    const whole = fakeAtelier({ projectOpen: () => Promise.resolve(openedProject(saved())) });
    await openProject(whole.atelier, projectPath);
    expect(stateOf(whole).space).toMatchObject({
      embedding: { n: 9 },
      request: { joined: { added: [{ n: 3 }] } },
    });
    expect(stateOf(whole).latent.pins).toHaveLength(2);
    expect(stateOf(whole).project?.edited).toBe(false);
    const without = fakeAtelier({
      projectOpen: () => Promise.resolve(openedProject(saved())),
      spaceAdd: () => Promise.reject(new Error('There is no folder /bees.')),
    });
    await openProject(without.atelier, projectPath);
    expect(stateOf(without)).toMatchObject({
      space: { embedding: { n: 6 }, map: { n: 6 } },
      selection: { a: 1, b: 4 },
      project: { edited: false },
    });
    expect(stateOf(without).latent.pins).toEqual([{ index: 2, note: 'look' }]);
    const [missing] = stateOf(without).space.missing;
    expect(missing).toMatchObject({ why: 'There is no folder /bees.', images: { title: 'bees', n: 3 } });
    // What is missing is saved as it was.
    const before = saved();
    let after: ProjectContent | null = null;
    const save = vi.fn(({ content }: { content: ProjectContent }) => {
      after = content;
      return Promise.resolve({ saved: { path: projectPath, name: 'moths' } });
    });
    const again = fakeAtelier({
      projectOpen: () => Promise.resolve(openedProject(before)),
      projectSave: save as never,
      spaceAdd: () => Promise.reject(new Error('There is no folder /bees.')),
    });
    await openProject(again.atelier, projectPath);
    setNote(again.atelier, 2, 'changed');
    expect(await saveProject(again.atelier)).toBe(true);
    expect(after).toEqual({ ...before, pins: [{ index: 2, note: 'changed' }, before.pins[1]] });
    expect(stateOf(again).project?.edited).toBe(false);
    // Given up, it is no longer part of the project.
    giveUpAdded(again.atelier, stateOf(again).space.missing[0]!);
    await saveProject(again.atelier);
    expect(after).toMatchObject({ added: [], view: { n: 6 }, map: { n: 6 } });
  });

  it('takes added images from where they are found, with all that was done with theirs', async () => {
    const { fake: first, saved } = await workedProject();
    const source = { kind: 'folder' as const, path: '/bees' };
    await addImages(first.atelier, { title: 'bees', source, options: {} });
    togglePin(first.atelier, 8);
    chooseGroup(first.atelier, [1, 7]);
    nameGroup(first.atelier, 'both');
    await saveProject(first.atelier);
    const content = {
      ...saved(),
      map: latentMap({ n: 9, positions: Float32Array.from({ length: 27 }, (_, i) => i) }),
    };
    let hasMoved = true;
    const fake = fakeAtelier({
      projectOpen: () => Promise.resolve(openedProject(content)),
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
    await openProject(fake.atelier, projectPath);
    const [missing] = stateOf(fake).space.missing;
    await findAdded(fake.atelier, missing!);
    expect(textsOf(fake)).toContain('There is no folder /bees.');
    expect(stateOf(fake).space.missing).toEqual([missing]);
    hasMoved = false;
    await findAdded(fake.atelier, missing!);
    expect(inputsOf(fake, 'spaceAdd').at(-1)).toEqual({
      source: { kind: 'folder', path: '/moved/bees' },
      options: {},
      fingerprint: 'added',
    });
    const { space, latent, groups } = stateOf(fake);
    expect([space.missing, space.embedding?.n]).toEqual([[], 9]);
    expect(latent.pins.map(({ index }) => index)).toEqual([2, 8]);
    expect(groups.named.map(({ name, rows }) => [name, ...rows])).toEqual([
      ['corners', 0, 5],
      ['both', 1, 7],
    ]);
    expect([...space.map!.positions.subarray(18)]).toEqual([18, 19, 20, 21, 22, 23, 24, 25, 26]);
  });
});
