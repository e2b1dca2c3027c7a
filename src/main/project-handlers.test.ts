import { mkdir, mkdtemp, readFile, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layoutSettings, type ProjectContent } from '../contract/project';
import { emptyView } from '../contract/testing/empty-view';
import { projectHandlers } from './project-handlers';
import { testServices } from './testing/test-services';

describe('projectHandlers', () => {
  const call = vi.fn<(call: string, input: unknown) => Promise<unknown>>();
  const chooseSaveFile = vi.fn<(title: string, suggested: string) => Promise<string | null>>();
  let root: string;
  const at = (...names: string[]): string => path.join(root, ...names);
  const run = (created: string): string => JSON.stringify({ created, dataFingerprint: 'abc' });

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'latent-atelier-projects-')));
    await mkdir(at('mine/run'), { recursive: true });
    await mkdir(at('mine/images'));
    await writeFile(at('mine/run/run.json'), run('first'));
    for (const mock of [call, chooseSaveFile]) mock.mockReset();
    call.mockResolvedValue({});
  });
  afterEach(() => rm(root, { recursive: true }));

  const services = () => {
    const made = testServices(root, { call, chooseSaveFile });
    return { ...made, handlers: projectHandlers(made) };
  };
  const content = (): ProjectContent => ({
    run: {
      runFolder: at('mine/run'),
      checkpoint: 'last',
      step: 3,
      source: { kind: 'folder', path: at('mine/images') },
    },
    shown: { title: 'Test set of images', split: 'test' },
    added: [],
    layout: layoutSettings.parse({}),
    colourBy: 'label',
    view: emptyView(1),
    pins: [],
    map: null,
  });
  const save = (handlers: ReturnType<typeof services>['handlers'], how: 'same' | 'as' | 'copy') =>
    handlers['project.save']({ content: content(), how, name: 'moths' });

  it('saves where the user says, with the ending, and from then on there without asking', async () => {
    const { handlers, desk } = services();
    chooseSaveFile.mockResolvedValue(null);
    expect(await save(handlers, 'same')).toEqual({ saved: null, leftOut: 0 });
    chooseSaveFile.mockResolvedValue(at('mine/moths'));
    const place = { path: at('mine/moths.atelier'), name: 'moths' };
    expect(await save(handlers, 'same')).toEqual({ saved: place, leftOut: 0 });
    expect(chooseSaveFile).toHaveBeenLastCalledWith(
      'Save Project',
      at('Documents/moths.atelier'),
      expect.anything(),
    );
    desk.tell({ ...place, edited: true });
    expect(await save(handlers, 'same')).toEqual({ saved: place, leftOut: 0 });
    expect(chooseSaveFile).toHaveBeenCalledTimes(2);
    // A path that only the page names is asked about.
    desk.tell({ path: at('other.atelier'), name: 'other', edited: true });
    chooseSaveFile.mockResolvedValue(null);
    expect(await save(handlers, 'same')).toEqual({ saved: null, leftOut: 0 });
    expect(desk.recent).toEqual([{ ...place, missing: false }]);
  });

  it('opens only what was chosen or is recent, and lets the window read what the project names', async () => {
    const { handlers } = services();
    chooseSaveFile.mockResolvedValue(at('mine/moths.atelier'));
    await save(handlers, 'as');
    const { handlers: other, grants } = services();
    const open = () => other['project.open']({ path: at('mine/moths.atelier') });
    await expect(open()).rejects.toThrow(/^The app may not read/);
    await grants.grantAny(at('mine/moths.atelier'));
    await expect(grants.check(at('mine/images'))).rejects.toThrow();
    expect(await open()).toEqual({
      path: at('mine/moths.atelier'),
      name: 'moths',
      content: content(),
      runMissing: null,
    });
    await expect(grants.check(at('mine/images'))).resolves.toBe(at('mine/images'));
    await rm(at('mine/moths.atelier'));
    await expect(open()).rejects.toThrow(/moths\.atelier is not there any more/);
  });

  it('says where it looked for a run that has gone, and takes it from where it is found, but no other', async () => {
    const { handlers, grants } = services();
    chooseSaveFile.mockResolvedValue(at('mine/moths.atelier'));
    await save(handlers, 'as');
    await rename(at('mine/run'), at('elsewhere'));
    const file = at('mine/moths.atelier');
    const { runMissing } = await handlers['project.open']({ path: file });
    expect(runMissing).toBe(
      `The run of the project moths is not at ${at('mine/run')}: find its folder, which may have been moved or renamed.`,
    );
    await mkdir(at('mine/run'));
    await writeFile(at('mine/run/run.json'), run('second'));
    expect((await handlers['project.open']({ path: file })).runMissing).not.toBeNull();
    for (const folder of [at('elsewhere'), at('mine/run')]) await grants.grant(folder);
    await expect(handlers['project.open']({ path: file, runFolder: at('mine/run') })).rejects.toThrow(
      /is not that of the project moths/,
    );
    const found = await handlers['project.open']({ path: file, runFolder: at('elsewhere') });
    expect([found.runMissing, found.content.run?.runFolder]).toEqual([null, at('elsewhere')]);
  });

  it('saves a copy with its run in a new folder, whole or not at all', async () => {
    const { handlers } = services();
    chooseSaveFile.mockResolvedValue(at('hand on'));
    call.mockImplementation(async () => {
      await mkdir(at('hand on/run'), { recursive: true });
      await writeFile(at('hand on/run/run.json'), run('first'));
      return {};
    });
    expect(await save(handlers, 'copy')).toEqual({
      saved: { path: at('hand on/hand on.atelier'), name: 'hand on' },
      leftOut: 0,
    });
    expect(call).toHaveBeenCalledExactlyOnceWith('run.copy', {
      runFolder: at('mine/run'),
      folder: at('hand on/run'),
    });
    expect(JSON.parse(await readFile(at('hand on/hand on.atelier'), 'utf8'))).toMatchObject({
      run: { place: { relative: 'run' }, created: 'first' },
      data: { fingerprint: 'abc', source: { place: { relative: '../mine/images' } } },
    });
    await expect(save(handlers, 'copy')).rejects.toThrow(/^There is something at/);
    call.mockRejectedValue(new Error('The disk is full.'));
    chooseSaveFile.mockResolvedValue(at('second'));
    await expect(save(handlers, 'copy')).rejects.toThrow('The disk is full.');
    expect(await readdir(root)).not.toContain('second');
  });

  it('of vectors takes their file from where it is found, and lets the window read it', async () => {
    const { handlers, grants: given } = services();
    const vectors = { path: at('mine/words.npy'), fingerprint: 'f00' };
    const shown = { title: 'words.npy', split: 'all' as const, vectors };
    chooseSaveFile.mockResolvedValue(at('mine/words.atelier'));
    const saved = { ...content(), run: null, shown };
    await handlers['project.save']({ content: saved, how: 'as', name: 'words' });
    const copy = () => handlers['project.save']({ content: saved, how: 'copy', name: 'words' });
    chooseSaveFile.mockResolvedValue(at('whole'));
    await writeFile(vectors.path, '');
    await expect(copy()).rejects.toThrow(/may not read/);
    await given.grantAny(vectors.path);
    call.mockImplementation(async () => {
      await mkdir(at('whole/vectors'), { recursive: true });
      await rename(vectors.path, at('whole/vectors/words.npy'));
      return { path: at('whole/vectors/words.npy'), labels: [], leftOut: 0 };
    });
    await copy();
    expect(call).toHaveBeenLastCalledWith('vectors.copy', { ...vectors, folder: at('whole/vectors') });
    expect(JSON.parse(await readFile(at('whole/whole.atelier'), 'utf8'))).toMatchObject({
      run: null,
      shown: { vectors: { place: { relative: 'vectors/words.npy' }, fingerprint: 'f00' } },
    });
    await writeFile(at('moved.npy'), '');
    const { handlers: other, grants } = services();
    await grants.grantAny(at('mine/words.atelier'));
    const open = { path: at('mine/words.atelier') };
    expect((await other['project.open'](open)).content).toEqual(saved);
    await expect(other['project.open']({ ...open, vectors: at('moved.npy') })).rejects.toThrow(
      /may not read/,
    );
    await grants.grantAny(at('moved.npy'));
    const { content: found } = await other['project.open']({ ...open, vectors: at('moved.npy') });
    expect(found.shown.vectors).toEqual({ path: at('moved.npy'), fingerprint: 'f00' });
  });

  it('takes files of labels in the places of those that are missing, by their names first', async () => {
    const { handlers, grants } = services();
    await Promise.all(['b.csv', 'elsewhere.csv', 'c.csv'].map((name) => writeFile(at(name), '')));
    const labels = ['mine/a.csv', 'b.csv', 'mine/c.csv'].map((name) => at(name));
    const vectors = { path: at('mine/words.npy'), fingerprint: 'f00', labels };
    const shown = { title: 'words.npy', split: 'all' as const, vectors };
    chooseSaveFile.mockResolvedValue(at('mine/words.atelier'));
    await handlers['project.save']({ content: { ...content(), run: null, shown }, how: 'as', name: 'words' });
    const open = { path: at('mine/words.atelier'), labels: [at('elsewhere.csv'), at('c.csv')] };
    await expect(handlers['project.open'](open)).rejects.toThrow(/may not read/);
    for (const file of open.labels) await grants.grantAny(file);
    const { content: found } = await handlers['project.open'](open);
    expect(found.shown.vectors?.labels).toEqual([at('elsewhere.csv'), at('b.csv'), at('c.csv')]);
  });

  it('does not save a project whose run has gone', async () => {
    const { handlers } = services();
    await rm(at('mine/run'), { recursive: true });
    chooseSaveFile.mockResolvedValue(at('mine/moths.atelier'));
    await expect(save(handlers, 'as')).rejects.toThrow(/^The run in .*run is not there any more/);
    expect(await readdir(at('mine'))).toEqual(['images']);
  });
});
