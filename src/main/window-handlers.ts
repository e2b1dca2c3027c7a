import type { DataSource } from '../contract/dataset';
import { UserError } from '../contract/errors';
import type { WindowHandlers } from '../contract/window-calls';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DeletedRuns } from './deleted-runs';
import { exportHandlers } from './export-handlers';
import { importHandlers, runNameFor } from './import-handlers';
import { latentHandlers } from './latent-handlers';
import { projectHandlers } from './project-handlers';
import { newRunFolder, runFolders } from './run-folders';
import { writePicture } from './write-picture';
import { describeRuns } from './run-list';
import type { WindowServices } from './window-services';

/** One plain function for each call of the window; paths are checked here, everything else in the engine. */
export function createWindowHandlers(services: WindowServices): WindowHandlers {
  const { engine, dialogs, grants, runsFolder, log } = services;

  const allowed = async (source: DataSource): Promise<DataSource> =>
    source.kind === 'fashion-mnist'
      ? source
      : source.kind === 'folder'
        ? { ...source, path: await grants.check(source.path) }
        : { ...source, paths: await Promise.all(source.paths.map((each) => grants.checkAny(each))) };

  const deletedRuns = new DeletedRuns(runsFolder, services.deletedRunsFolder);
  // The starter lies in the app itself, which nobody has to allow.
  const allowedRun = (runFolder: string): Promise<string> | string =>
    runFolder === services.starterFolder ? runFolder : grants.check(runFolder);

  const chosenFolder = async (title: string): Promise<{ path: string | null }> => {
    const chosen = await dialogs.chooseFolder(title);
    return { path: chosen === null ? null : await grants.grant(chosen) };
  };

  return {
    'engine.describe': (input) => engine.call('engine.describe', input),
    'engine.status': () => Promise.resolve(engine.status),
    'engine.restart': () => {
      engine.restart();
      return Promise.resolve({});
    },
    ...importHandlers(services, allowed),
    ...exportHandlers(services),

    'training.start': async (input) => {
      const source = await allowed(input.source);
      const name = runNameFor(source);
      const runFolder = await newRunFolder(runsFolder, name, services.now());
      return engine.call('training.start', { ...input, source, runFolder });
    },
    'training.resume': async (input) => {
      if (input.runFolder === services.starterFolder)
        throw new UserError('The starter model stays as it came: train a run of your own and prolong that.');
      return engine.call('training.resume', {
        ...input,
        runFolder: await grants.check(input.runFolder),
        ...(input.source === undefined ? {} : { source: await allowed(input.source) }),
      });
    },
    'training.pause': (input) => engine.call('training.pause', input),
    'training.continue': (input) => engine.call('training.continue', input),
    'training.stop': (input) => engine.call('training.stop', input),
    'training.giveWay': (input) => engine.call('training.giveWay', input),

    'runs.list': async () => ({ runs: await describeRuns(engine, await runFolders(runsFolder), log) }),
    'run.open': async ({ runFolder, ...rest }) =>
      engine.call('run.open', { ...rest, runFolder: await allowedRun(runFolder) }),
    'run.history': async ({ runFolder }) =>
      engine.call('run.history', { runFolder: await allowedRun(runFolder) }),
    'run.openStarter': async () => {
      if (!existsSync(path.join(services.starterFolder, 'run.json')))
        throw new UserError('This build came without the starter model: train on Fashion-MNIST instead.');
      return engine.call('run.open', { runFolder: services.starterFolder });
    },
    'run.relocate': async ({ runFolder, source, labels }) =>
      engine.call('run.relocate', {
        runFolder: await allowedRun(runFolder),
        source: await allowed(source),
        ...(labels === undefined ? {} : { labels: await grants.checkAny(labels) }),
      }),
    'run.import': async ({ path: file, source }) => {
      const name = path.basename(file, path.extname(file));
      return engine.call('run.import', {
        path: await grants.checkAny(file),
        runFolder: await newRunFolder(runsFolder, name, services.now()),
        ...(source === undefined ? {} : { source: await allowed(source) }),
      });
    },
    'run.rename': async ({ runFolder, name }) =>
      engine.call('run.rename', { runFolder: await grants.check(runFolder), name }),
    'run.delete': async (input) => {
      const runFolder = await grants.check(input.runFolder);
      if (engine.trainingFolder === runFolder)
        throw new UserError('This run is being trained: stop it before you delete it.');
      await engine.call('run.checkFree', { runFolder });
      return { deleted: await deletedRuns.put(runFolder) };
    },
    'run.restore': async ({ deleted }) =>
      engine.call('run.describe', { runFolder: await deletedRuns.takeBack(deleted) }),
    'runs.listDeleted': async () => ({
      runs: await describeRuns(engine, await deletedRuns.folders(), log),
    }),
    'runs.removeDeleted': async () => ({ removed: await deletedRuns.removeAll() }),
    'window.command': ({ command }) => {
      services.perform(command);
      return Promise.resolve({});
    },
    'window.setTheme': ({ theme }) => {
      services.setTheme(theme);
      return Promise.resolve({});
    },

    'space.encode': async ({ source, ...rest }) =>
      engine.call('space.encode', source === undefined ? rest : { ...rest, source: await allowed(source) }),
    'space.map': (input) => engine.call('space.map', input),
    'space.stopMap': (input) => engine.call('space.stopMap', input),
    'space.stopSearch': (input) => engine.call('space.stopSearch', input),
    'space.previewMap': (input) => engine.call('space.previewMap', input),
    'space.restoreMap': (input) => engine.call('space.restoreMap', input),
    'space.place': (input) => engine.call('space.place', input),
    'space.decode': (input) => engine.call('space.decode', input),
    'space.path': (input) => engine.call('space.path', input),
    ...latentHandlers(services),
    ...projectHandlers(services),

    'export.picture': async ({ name, png }) => {
      const suggested = `${name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-')}.png`;
      const file = await dialogs.chooseSaveFile(
        'Save Picture',
        path.join(services.documentsFolder, suggested),
        { name: 'PNG picture', extensions: ['png'] },
      );
      return file === null ? null : { path: file, bytes: await writePicture(file, png) };
    },

    'dialog.chooseRun': () => chosenFolder('Open a Run'),
  };
}
