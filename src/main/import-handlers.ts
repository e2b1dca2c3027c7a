import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from '../contract/dataset';
import type { PickedItem, WindowHandlers } from '../contract/window-calls';
import { readPlainStart } from '../files/plain-file';
import { isProjectName } from './project-desk';
import type { WindowServices } from './window-services';

type ImportHandlers = Pick<
  WindowHandlers,
  | 'data.look'
  | 'data.cancel'
  | 'data.describe'
  | 'cache.describe'
  | 'cache.clear'
  | 'cache.setLimit'
  | 'space.add'
  | 'vectors.look'
  | 'space.import'
  | 'space.addColumns'
  | 'vectors.pair'
  | 'dialog.chooseImages'
  | 'files.dropped'
>;

const TITLES = { folders: 'Choose Folders of Images', files: 'Choose Images' } as const;
const VECTORS = {
  name: 'Embeddings',
  extensions: ['npy', 'npz', 'csv', 'tsv', 'parquet', 'safetensors', 'jsonl', 'ndjson', 'vec', 'txt'],
};

const WEIGHTS = { name: 'Weights of PyTorch', extensions: ['safetensors', 'pt', 'pth'] };
/** What lies beside vectors and holds none: notes, and what goes with an export for the Embedding Projector. */
const BESIDE_VECTORS = /(\.(md|rst|json|pbtxt)|\.sprite\.png|[\\/](readme|licen[cs]e)[^\\/]*)$/i;
/** A folder of more files is one of images, or nothing that goes together. */
const MOST_WITH_VECTORS = 20;
/** So far from its beginning a safetensors file surely names its first tensors. */
const HEAD_BYTES = 65_536;

/** Whether one of the first lines ends in two numbers: of texts, those that hold vectors have them. */
function holdsNumbers(text: string): boolean {
  return text.split('\n', 3).some((line) => {
    const [before, last] = line
      .trim()
      .split(/[ \t]+/)
      .slice(-2);
    return [before, last].every((part) => part !== undefined && /^[-+.]*\d[-+.\de]*$/i.test(part));
  });
}

/** What a file is by its ending; whether a safetensors file holds weights or vectors, its header tells. */
async function kindOf(file: string): Promise<'vectors' | 'weights' | 'file'> {
  const ending = path.extname(file).slice(1).toLowerCase();
  if (ending === 'safetensors')
    return (await headOf(file)).includes('"z_mean.weight"') ? 'weights' : 'vectors';
  if (WEIGHTS.extensions.includes(ending)) return 'weights';
  if (ending === 'txt' && !holdsNumbers((await headOf(file)).toString('latin1'))) return 'file';
  return VECTORS.extensions.includes(ending) ? 'vectors' : 'file';
}

async function headOf(file: string): Promise<Buffer> {
  // Why it cannot be read is told by what reads it.
  return Buffer.from(await readPlainStart(file, HEAD_BYTES).catch(() => new Uint8Array()));
}

/** The calls by which images come in. `allowed` checks a source's paths. */
export function importHandlers(
  { engine, dialogs, grants }: WindowServices,
  allowed: (source: DataSource) => Promise<DataSource>,
): ImportHandlers {
  const itemsAt = async (each: string): Promise<PickedItem[]> => {
    const { path: real, isFolder } = await grants.grantAny(each);
    const project = projectAt(real, isFolder);
    if (project !== null) return [{ path: project, kind: 'project' }];
    if (!isFolder) return [{ path: real, kind: await kindOf(real) }];
    if (existsSync(path.join(real, 'run.json'))) return [{ path: real, kind: 'run' }];
    const vectors = await vectorsIn(real);
    return vectors ?? [{ path: real, kind: 'folder' }];
  };
  const picked = async (paths: readonly string[]): Promise<PickedItem[]> =>
    (await Promise.all(paths.map(itemsAt))).flat();
  const checked = (paths: readonly string[]): Promise<string[]> =>
    Promise.all(paths.map((each) => grants.checkAny(each)));
  /** The call with its files, those of labels too, as they may be read. */
  const withChecked = async <Input extends { path: string; labels?: string[] | undefined }>(
    input: Input,
  ) => ({
    ...input,
    path: await grants.checkAny(input.path),
    ...(input.labels === undefined ? {} : { labels: await checked(input.labels) }),
  });
  return {
    'data.look': async (input) => engine.call('data.look', { ...input, source: await allowed(input.source) }),
    'data.cancel': (input) => engine.call('data.cancel', input),
    'data.describe': async (input) =>
      engine.call('data.describe', { ...input, source: await allowed(input.source) }),
    'cache.describe': (input) => engine.call('cache.describe', input),
    'cache.clear': (input) => engine.call('cache.clear', input),
    'cache.setLimit': (input) => engine.call('cache.setLimit', input),
    'space.add': async (input) => engine.call('space.add', { ...input, source: await allowed(input.source) }),
    'vectors.look': async (input) => engine.call('vectors.look', await withChecked(input)),
    'space.import': async (input) => engine.call('space.import', await withChecked(input)),
    'space.addColumns': async (input) =>
      engine.call('space.addColumns', { ...input, path: await grants.checkAny(input.path) }),
    'vectors.pair': async ({ paths }) => engine.call('vectors.pair', { paths: await checked(paths) }),
    'dialog.chooseImages': async ({ what }) => ({
      items: await picked(
        what === 'vectors'
          ? await dialogs.chooseSeveral('Open Embeddings', 'files', VECTORS)
          : what === 'weights'
            ? await dialogs.chooseSeveral('Open Weights of PyTorch', 'files', WEIGHTS)
            : await dialogs.chooseSeveral(TITLES[what], what),
      ),
    }),
    'files.dropped': async ({ paths }) => ({ items: await picked(paths) }),
  };
}

/**
 * The files of a folder that holds vectors and what goes with them, as if they had been picked themselves; null for a
 * folder that has folders, or anything else that may be an image.
 */
async function vectorsIn(folder: string): Promise<PickedItem[] | null> {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  if (entries.length > MOST_WITH_VECTORS || entries.some((entry) => !entry.isFile())) return null;
  const files = entries
    .map(({ name }) => path.join(folder, name))
    .filter((file) => !BESIDE_VECTORS.test(file));
  const items = await Promise.all(files.map(async (file) => ({ path: file, kind: await kindOf(file) })));
  const isPart = ({ kind, path: file }: PickedItem) => kind === 'vectors' || /\.txt$/i.test(file);
  return items.some(({ kind }) => kind === 'vectors') && items.every(isPart) ? items : null;
}

/** The project file that was picked, or the one that a folder holds; null for what is no project. */
function projectAt(picked: string, isFolder: boolean): string | null {
  if (!isFolder) return isProjectName(picked) ? picked : null;
  if (existsSync(path.join(picked, 'run.json'))) return null;
  const [only, ...others] = readdirSync(picked).filter(isProjectName);
  return only === undefined || others.length > 0 ? null : path.join(picked, only);
}

/** What the folder of a run on these images is called after. */
export function runNameFor(source: DataSource): string {
  if (source.kind === 'fashion-mnist') return source.kind;
  return path.basename(source.kind === 'folder' ? source.path : source.paths[0]!);
}
