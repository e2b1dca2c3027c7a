import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from '../contract/dataset';
import type { PickedItem, WindowHandlers } from '../contract/window-calls';
import type { WindowServices } from './window-handlers';

type ImportHandlers = Pick<
  WindowHandlers,
  | 'data.look'
  | 'data.cancel'
  | 'data.describe'
  | 'cache.describe'
  | 'cache.clear'
  | 'cache.setLimit'
  | 'space.add'
  | 'dialog.chooseImages'
  | 'files.dropped'
>;

/** The calls by which images come in. `allowed` checks a source's paths. */
export function importHandlers(
  { engine, dialogs, grants }: WindowServices,
  allowed: (source: DataSource) => Promise<DataSource>,
): ImportHandlers {
  const picked = (paths: readonly string[]): Promise<PickedItem[]> =>
    Promise.all(
      paths.map(async (each) => {
        const { path: real, isFolder } = await grants.grantAny(each);
        if (!isFolder) return { path: real, kind: 'file' as const };
        return { path: real, kind: existsSync(path.join(real, 'run.json')) ? 'run' : 'folder' };
      }),
    );
  return {
    'data.look': async (input) => engine.call('data.look', { ...input, source: await allowed(input.source) }),
    'data.cancel': (input) => engine.call('data.cancel', input),
    'data.describe': async (input) =>
      engine.call('data.describe', { ...input, source: await allowed(input.source) }),
    'cache.describe': (input) => engine.call('cache.describe', input),
    'cache.clear': (input) => engine.call('cache.clear', input),
    'cache.setLimit': (input) => engine.call('cache.setLimit', input),
    'space.add': async (input) => engine.call('space.add', { ...input, source: await allowed(input.source) }),
    'dialog.chooseImages': async ({ what }) => ({
      items: await picked(
        await dialogs.chooseSeveral(what === 'folders' ? 'Choose Folders of Images' : 'Choose Images', what),
      ),
    }),
    'files.dropped': async ({ paths }) => ({ items: await picked(paths) }),
  };
}

/** What the folder of a run on these images is called after. */
export function runNameFor(source: DataSource): string {
  if (source.kind === 'fashion-mnist') return source.kind;
  return path.basename(source.kind === 'folder' ? source.path : source.paths[0]!);
}
