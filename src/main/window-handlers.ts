import type { DataSource } from '../contract/dataset';
import type { EngineCall, EngineInput, EngineOutput } from '../contract/engine-calls';
import type { EngineStatus, WindowHandlers } from '../contract/window-calls';
import path from 'node:path';
import type { Dialogs } from './dialogs';
import { latentHandlers } from './latent-handlers';
import type { Log } from './log';
import type { PathGrants } from './path-grants';
import { newRunFolder, runFolders } from './run-folders';
import { writePicture } from './write-picture';

const CSV_NAME = 'latent-atelier-embeddings.csv';

export interface WindowServices {
  engine: {
    readonly status: EngineStatus;
    call<C extends EngineCall>(call: C, input: EngineInput<C>): Promise<EngineOutput<C>>;
  };
  dialogs: Dialogs;
  grants: PathGrants;
  runsFolder: string;
  documentsFolder: string;
  log: Log;
  now: () => Date;
}

/** One plain function for each call of the window; paths are checked here, everything else in the engine. */
export function createWindowHandlers(services: WindowServices): WindowHandlers {
  const { engine, dialogs, grants, runsFolder, log } = services;

  const allowed = async (source: DataSource): Promise<DataSource> =>
    source.kind === 'folder' ? { ...source, path: await grants.check(source.path) } : source;

  const chosenFolder = async (title: string): Promise<{ path: string | null }> => {
    const chosen = await dialogs.chooseFolder(title);
    return { path: chosen === null ? null : await grants.grant(chosen) };
  };

  return {
    'engine.describe': (input) => engine.call('engine.describe', input),
    'engine.status': () => Promise.resolve(engine.status),
    'data.describe': async (input) =>
      engine.call('data.describe', { ...input, source: await allowed(input.source) }),

    'training.start': async (input) => {
      const source = await allowed(input.source);
      const name = source.kind === 'folder' ? path.basename(source.path) : source.kind;
      const runFolder = await newRunFolder(runsFolder, name, services.now());
      return engine.call('training.start', { ...input, source, runFolder });
    },
    'training.resume': async (input) =>
      engine.call('training.resume', { ...input, runFolder: await grants.check(input.runFolder) }),
    'training.pause': (input) => engine.call('training.pause', input),
    'training.continue': (input) => engine.call('training.continue', input),
    'training.stop': (input) => engine.call('training.stop', input),

    'runs.list': async () => {
      const folders = await runFolders(runsFolder);
      const described = await Promise.all(
        folders.map((runFolder) =>
          engine.call('run.describe', { runFolder }).catch((error: unknown) => {
            log.warn(`${runFolder} is not listed: ${error instanceof Error ? error.message : String(error)}`);
            return null;
          }),
        ),
      );
      const runs = described.filter((run) => run !== null);
      return { runs: runs.sort((a, b) => b.description.created.localeCompare(a.description.created)) };
    },
    'run.open': async (input) => engine.call('run.open', { runFolder: await grants.check(input.runFolder) }),

    'space.encode': async ({ source, ...rest }) =>
      engine.call('space.encode', source === undefined ? rest : { ...rest, source: await allowed(source) }),
    'space.map': (input) => engine.call('space.map', input),
    'space.stopMap': (input) => engine.call('space.stopMap', input),
    'space.previewMap': (input) => engine.call('space.previewMap', input),
    'space.place': (input) => engine.call('space.place', input),
    'space.decode': (input) => engine.call('space.decode', input),
    'space.path': (input) => engine.call('space.path', input),
    ...latentHandlers(services),

    'export.csv': async ({ rows }) => {
      const file = await dialogs.chooseSaveFile('Export CSV', path.join(services.documentsFolder, CSV_NAME), {
        name: 'Comma-separated values',
        extensions: ['csv'],
      });
      if (file === null) return null;
      return engine.call('export.csv', rows === undefined ? { path: file } : { path: file, rows });
    },

    'export.picture': async ({ name, png }) => {
      const suggested = `${name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-')}.png`;
      const file = await dialogs.chooseSaveFile(
        'Save Picture',
        path.join(services.documentsFolder, suggested),
        { name: 'PNG picture', extensions: ['png'] },
      );
      return file === null ? null : { path: file, bytes: await writePicture(file, png) };
    },

    'dialog.chooseImages': () => chosenFolder('Choose a Folder of Images'),
    'dialog.chooseRun': () => chosenFolder('Open a Run'),
    'folder.dropped': async (input) => ({ path: await grants.grant(input.path) }),
  };
}
