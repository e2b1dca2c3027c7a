import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../contract/errors';
import { trainingConfig } from '../contract/training';
import { MemoryLog } from './testing/memory-log';
import { testServices } from './testing/test-services';
import { createWindowHandlers } from './window-handlers';

const config = trainingConfig.parse({});

describe('createWindowHandlers', () => {
  const call = vi.fn<(call: string, input: unknown) => Promise<unknown>>();
  const chooseFolder = vi.fn<(title: string) => Promise<string | null>>();
  const chooseSaveFile = vi.fn<(title: string, suggested: string) => Promise<string | null>>();
  let root: string;
  let images: string;
  let runsFolder: string;
  let log: MemoryLog;
  let trainingFolder: string | null;
  const setTheme = vi.fn<(theme: string) => void>();
  const perform = vi.fn<(command: string) => void>();

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'latent-atelier-handlers-')));
    images = path.join(root, 'My Schuhe & Söckchen');
    runsFolder = path.join(root, 'runs');
    log = new MemoryLog();
    trainingFolder = null;
    await mkdir(images);
    for (const mock of [call, chooseFolder, chooseSaveFile]) mock.mockReset();
    call.mockResolvedValue('answered');
  });
  afterEach(() => rm(root, { recursive: true }));

  const handlers = () => {
    const services = testServices(root, { call, chooseFolder, chooseSaveFile });
    const now = () => new Date(2026, 10, 21, 6, 44, 8);
    const engine = { ...services.engine, trainingFolder };
    return createWindowHandlers({ ...services, engine, log, now, setTheme, perform });
  };

  it('starts a run in a new folder that is named after the time and the data', async () => {
    const source = { kind: 'fashion-mnist' as const };
    const start = handlers()['training.start'];
    await start({ source, options: {}, config });
    const runFolder = path.join(runsFolder, '2026-11-21-064408-fashion-mnist');
    expect(call).toHaveBeenCalledExactlyOnceWith('training.start', {
      source,
      options: {},
      config,
      runFolder,
    });
    // The folder itself is the engine's to make: a start that fails leaves none behind.
    expect(await readdir(runsFolder)).toEqual([]);
    await mkdir(runFolder);
    await start({ source, options: {}, config });
    expect(call.mock.lastCall?.[1]).toMatchObject({ runFolder: `${runFolder}-2` });
  });

  it('reads a folder only once the user has chosen or dropped it', async () => {
    const { 'training.start': start, 'data.describe': describeData, ...other } = handlers();
    const source = { kind: 'folder' as const, path: images };
    await expect(start({ source, options: {}, config })).rejects.toBeInstanceOf(UserError);
    await expect(describeData({ source, options: {}, latent: 64 })).rejects.toBeInstanceOf(UserError);
    await expect(other['space.encode']({ source, split: 'all' })).rejects.toBeInstanceOf(UserError);
    expect(call).not.toHaveBeenCalled();

    await expect(other['files.dropped']({ paths: [images] })).resolves.toEqual({
      items: [{ path: images, kind: 'folder' }],
    });
    await start({ source, options: {}, config });
    expect(call.mock.lastCall?.[1]).toMatchObject({
      source,
      runFolder: path.join(runsFolder, '2026-11-21-064408-my-schuhe-söckchen'),
    });
    await other['space.encode']({ source, split: 'all' });
    expect(call).toHaveBeenLastCalledWith('space.encode', { source, split: 'all' });
  });

  it('opens and resumes the app’s own runs and chosen ones, no others', async () => {
    const own = path.join(runsFolder, 'own');
    const elsewhere = path.join(root, 'elsewhere');
    await Promise.all([mkdir(own, { recursive: true }), mkdir(elsewhere)]);
    const { 'run.open': open, 'training.resume': resume, 'dialog.chooseRun': choose } = handlers();
    const { 'run.history': history } = handlers();
    await open({ runFolder: own });
    await history({ runFolder: own });
    expect(call).toHaveBeenLastCalledWith('run.history', { runFolder: own });
    await expect(history({ runFolder: elsewhere })).rejects.toBeInstanceOf(UserError);
    await resume({ runFolder: own, epochs: 5 });
    expect(call).toHaveBeenLastCalledWith('training.resume', { runFolder: own, epochs: 5 });
    await expect(open({ runFolder: elsewhere })).rejects.toBeInstanceOf(UserError);
    await expect(resume({ runFolder: elsewhere })).rejects.toBeInstanceOf(UserError);
    chooseFolder.mockResolvedValueOnce(elsewhere);
    await expect(choose({})).resolves.toEqual({ path: elsewhere });
    await open({ runFolder: elsewhere });
    expect(call).toHaveBeenLastCalledWith('run.open', { runFolder: elsewhere });
  });

  it('takes a dialog that is cancelled for an answer', async () => {
    chooseFolder.mockResolvedValue(null);
    chooseSaveFile.mockResolvedValue(null);
    const all = handlers();
    await expect(all['dialog.chooseImages']({ what: 'folders' })).resolves.toEqual({ items: [] });
    await expect(all['dialog.chooseRun']({})).resolves.toEqual({ path: null });
    await expect(all['export.csv']({})).resolves.toBeNull();
    expect(call).not.toHaveBeenCalled();
  });

  it('exports where the user says, all or the selection', async () => {
    const file = path.join(root, 'mine.csv');
    chooseSaveFile.mockResolvedValue(file);
    const { 'export.csv': exportCsv } = handlers();
    await exportCsv({});
    expect(chooseSaveFile.mock.lastCall?.[1]).toBe(
      path.join(root, 'Documents', 'latent-atelier-embeddings.csv'),
    );
    expect(call).toHaveBeenLastCalledWith('export.csv', { path: file });
    await exportCsv({ rows: [2, 0] });
    expect(call).toHaveBeenLastCalledWith('export.csv', { path: file, rows: [2, 0] });
  });

  it('lists the runs newest first, and logs those that cannot be read', async () => {
    for (const name of ['a', 'b', 'broken']) await mkdir(path.join(runsFolder, name), { recursive: true });
    call.mockImplementation((_, input) => {
      const { runFolder } = input as { runFolder: string };
      const name = path.basename(runFolder);
      if (name === 'broken') return Promise.reject(new UserError('run.json is no JSON.'));
      const created = name === 'a' ? '2026-11-20T10:00:00.000Z' : '2026-11-21T10:00:00.000Z';
      return Promise.resolve({ runFolder, description: { created } });
    });
    const { runs } = await handlers()['runs.list']({});
    expect(runs.map((run) => path.basename(run.runFolder))).toEqual(['b', 'a']);
    expect(log.lines).toEqual([
      `warn ${path.join(runsFolder, 'broken')} is not listed: run.json is no JSON.`,
    ]);
  });

  it('lists nothing on a fresh profile', async () => {
    await expect(handlers()['runs.list']({})).resolves.toEqual({ runs: [] });
  });

  it('puts a run aside and takes it back, but not the one that trains', async () => {
    const runFolder = path.join(runsFolder, 'moths');
    await mkdir(runFolder, { recursive: true });
    trainingFolder = runFolder;
    await expect(handlers()['run.delete']({ runFolder })).rejects.toThrow('stop it before you delete it');
    trainingFolder = null;
    // Another process may train it: the engine knows by its lock.
    call.mockRejectedValueOnce(new UserError('It is being trained by another process (7).'));
    await expect(handlers()['run.delete']({ runFolder })).rejects.toThrow('another process (7)');
    expect(call).toHaveBeenLastCalledWith('run.checkFree', { runFolder });
    expect(await readdir(runsFolder)).toEqual(['moths']);
    const { deleted } = await handlers()['run.delete']({ runFolder });
    expect(await readdir(runsFolder)).toEqual([]);
    call.mockImplementation((_, input) => Promise.resolve({ ...(input as object), description: {} }));
    const { runs } = await handlers()['runs.listDeleted']({});
    expect(runs.map((run) => run.runFolder)).toEqual([path.join(root, 'deleted', deleted)]);
    await handlers()['run.restore']({ deleted });
    expect(call).toHaveBeenLastCalledWith('run.describe', { runFolder });
    expect(await readdir(runsFolder)).toEqual(['moths']);
  });

  it('opens the starter, and says so in words when the build has none', async () => {
    const starter = path.join(root, 'starter');
    await expect(handlers()['run.openStarter']({})).rejects.toBeInstanceOf(UserError);
    await mkdir(starter);
    await writeFile(path.join(starter, 'run.json'), '{}');
    await handlers()['run.openStarter']({});
    expect(call).toHaveBeenLastCalledWith('run.open', { runFolder: starter });
    // Reopened with the session it is named by its folder, which nobody has allowed.
    await handlers()['run.open']({ runFolder: starter });
    expect(call).toHaveBeenCalledTimes(2);
    await expect(handlers()['training.resume']({ runFolder: starter, epochs: 40 })).rejects.toThrow(
      'The starter model stays as it came',
    );
    expect(call).toHaveBeenCalledTimes(2);
  });

  it('tells vectors from weights, and makes a run of weights among its own', async () => {
    const { 'files.dropped': drop, 'run.import': importRun } = handlers();
    const header = (name: string): Buffer => {
      const json = `{"${name}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`;
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(json.length));
      return Buffer.concat([length, Buffer.from(json)]);
    };
    const files: Record<string, [content: Buffer | string, kind: string]> = {
      'a.npy': ['', 'vectors'],
      'b.safetensors': [header('vectors'), 'vectors'],
      'c.safetensors': [header('z_mean.weight'), 'weights'],
      'Notebook VAE.PTH': ['', 'weights'],
      'e.png': ['', 'file'],
    };
    for (const [name, [content]] of Object.entries(files)) await writeFile(path.join(root, name), content);
    const weights = path.join(root, 'Notebook VAE.PTH');
    await expect(importRun({ path: weights })).rejects.toBeInstanceOf(UserError);
    const { items } = await drop({ paths: Object.keys(files).map((name) => path.join(root, name)) });
    expect(items.map(({ kind }) => kind)).toEqual(Object.values(files).map(([, kind]) => kind));
    await importRun({ path: weights });
    expect(call).toHaveBeenLastCalledWith('run.import', {
      path: weights,
      runFolder: path.join(runsFolder, '2026-11-21-064408-notebook-vae'),
    });
  });

  it('takes a folder of nothing but vectors for the files in it', async () => {
    const { 'files.dropped': drop } = handlers();
    const kinds = async (...names: string[]) => {
      const folder = path.join(root, `folder of ${names.length} ${names[0]!}`);
      await mkdir(folder);
      for (const name of names) await writeFile(path.join(folder, name), '0 1\n');
      const { items } = await drop({ paths: [folder] });
      return items.map((item) => `${path.relative(folder, item.path)} ${item.kind}`);
    };
    expect(await kinds('vectors.npy', 'labels.csv', 'README.md', '.DS_Store')).toEqual([
      'labels.csv vectors',
      'vectors.npy vectors',
    ]);
    // Images, or what may be some, make it a folder of images; and so do no vectors at all.
    expect(await kinds('labels.csv', 'a.png')).toEqual([' folder']);
    expect(await kinds('notes.md')).toEqual([' folder']);
  });

  it('hands the theme on', async () => {
    await handlers()['window.command']({ command: 'zoom-in' });
    expect(perform).toHaveBeenCalledExactlyOnceWith('zoom-in');
    await handlers()['window.setTheme']({ theme: 'dark' });
    expect(setTheme).toHaveBeenCalledExactlyOnceWith('dark');
  });

  it('tells the engine’s status without asking the engine', async () => {
    await expect(handlers()['engine.status']({})).resolves.toEqual({
      state: 'ready',
      message: '',
      resumable: null,
    });
    expect(call).not.toHaveBeenCalled();
  });
});
