import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../contract/errors';
import type { OpenedProject, ProjectContent, ProjectPlace } from '../contract/project';
import { PROJECT_EXTENSION } from '../contract/project-document';
import type { WindowHandlers } from '../contract/window-calls';
import { nameOf } from './project-desk';
import { fromDocument, readProject, writeProject } from './project-file';
import { pathsOf } from './project-place';
import { runFactsOf } from './run-facts';
import type { WindowServices } from './window-services';

type ProjectHandlers = Pick<
  WindowHandlers,
  | 'project.open'
  | 'project.choose'
  | 'project.save'
  | 'project.tell'
  | 'project.atStart'
  | 'project.askToLeave'
  | 'project.recent'
  | 'project.forget'
>;

const TYPE = { name: 'Latent Atelier project', extensions: [PROJECT_EXTENSION] };

/** Where a project was saved, if it was, and how many files a copy of it left out. */
interface Saved {
  saved: ProjectPlace | null;
  leftOut: number;
}
const nothingSaved: Saved = { saved: null, leftOut: 0 };

type Services = Pick<
  WindowServices,
  'engine' | 'dialogs' | 'grants' | 'desk' | 'starterFolder' | 'documentsFolder' | 'now' | 'versions'
>;

/** The calls by which projects are opened and saved: the file is main's, what it holds is the window's. */
export function projectHandlers(services: Services): ProjectHandlers {
  const { engine, dialogs, grants, desk, starterFolder, documentsFolder } = services;

  const write = (file: string, content: ProjectContent): ProjectPlace => {
    const run = content.run === null ? null : runFactsOf(content.run.runFolder);
    if (content.run !== null && run === null)
      throw new UserError(
        `The run in ${content.run.runFolder} is not there any more, and a project is nothing without its run: put it back, then save.`,
      );
    const { versions } = services;
    writeProject(file, content, { saved: services.now(), versions, starterFolder, run });
    desk.note(file);
    return { path: file, name: nameOf(file) };
  };

  /** Where a project is saved under another name; null when the user changed his mind. */
  const chooseFile = async (name: string): Promise<string | null> => {
    const suggested = path.join(documentsFolder, `${name}.${PROJECT_EXTENSION}`);
    const chosen = await dialogs.chooseSaveFile('Save Project', desk.file ?? suggested, TYPE);
    return chosen === null ? null : withExtension(chosen);
  };

  const saveCopy = async (name: string, content: ProjectContent): Promise<Saved> => {
    const { run, shown } = content;
    const chosen = await dialogs.chooseSaveFile(
      'Save a Copy of the Project With Its Run or Vectors, in a Folder of Its Own',
      path.join(documentsFolder, name),
      { name: 'Folder', extensions: ['*'] },
    );
    if (chosen === null) return nothingSaved;
    if (existsSync(chosen))
      throw new UserError(`There is something at ${chosen} already: name a folder that is not there yet.`);
    const file = path.join(chosen, `${path.basename(chosen)}.${PROJECT_EXTENSION}`);
    try {
      const copy = { ...content };
      let leftOut = 0;
      if (run !== null) {
        const runFolder = path.join(chosen, 'run');
        await engine.call('run.copy', { runFolder: run.runFolder, folder: runFolder });
        copy.run = { ...run, runFolder };
      }
      if (shown.vectors !== undefined) {
        const from = await grants.checkAny(shown.vectors.path);
        const folder = path.join(chosen, 'vectors');
        const labels = await Promise.all((shown.vectors.labels ?? []).map((each) => grants.checkAny(each)));
        const copied = await engine.call('vectors.copy', {
          ...shown.vectors,
          path: from,
          ...(labels.length === 0 ? {} : { labels }),
          folder,
        });
        leftOut = copied.leftOut;
        copy.shown = {
          ...shown,
          vectors: {
            ...shown.vectors,
            path: copied.path,
            ...(labels.length === 0 ? {} : { labels: copied.labels }),
          },
        };
      }
      copy.tables = await copiedTables(content.tables, path.join(chosen, 'tables'));
      return { saved: write(file, copy), leftOut };
    } catch (error) {
      // The folder is new, and is there whole or not at all.
      await rm(chosen, { recursive: true, force: true });
      throw error;
    }
  };

  /** Copies of the tables whose columns were added; one that is gone is named where it was. */
  const copiedTables = async (
    tables: ProjectContent['tables'],
    folder: string,
  ): Promise<ProjectContent['tables']> => {
    if (tables === undefined || tables.length === 0) return tables;
    await mkdir(folder, { recursive: true });
    return Promise.all(
      tables.map(async (table, at) => {
        if (!existsSync(table.path)) return table;
        const copy = path.join(folder, `${at}-${path.basename(table.path)}`);
        await copyFile(await grants.checkAny(table.path), copy);
        return { ...table, path: copy };
      }),
    );
  };

  return {
    'project.choose': async () => {
      const [chosen] = await dialogs.chooseSeveral('Open Project', 'files', TYPE);
      return { path: chosen === undefined ? null : (await grants.grantAny(chosen)).path };
    },
    'project.open': async ({ path: asked, runFolder, vectors, labels = [] }) => {
      if (!existsSync(asked))
        throw new UserError(`The project ${asked} is not there any more: it was moved, renamed or deleted.`);
      const file = desk.knows(asked) ? asked : await grants.checkAny(asked);
      const chosenRun = runFolder === undefined ? null : await grants.check(runFolder);
      const chosenVectors = vectors === undefined ? null : await grants.checkAny(vectors);
      const chosenLabels = await Promise.all(labels.map((each) => grants.checkAny(each)));
      const chosen = { run: chosenRun, vectors: chosenVectors, labels: chosenLabels };
      const opened = openProject(file, chosen, starterFolder);
      // Whoever opens a project lets it name its run, its images and its vectors.
      for (const each of placesIn(opened.content)) if (existsSync(each)) await grants.grantAny(each);
      desk.note(file);
      return opened;
    },
    'project.save': async ({ content, how, name }) => {
      let done = nothingSaved;
      try {
        if (how === 'copy') done = await saveCopy(name, content);
        else {
          const file = how === 'same' && desk.file !== null ? desk.file : await chooseFile(name);
          if (file !== null) done = { saved: write(file, content), leftOut: 0 };
        }
      } finally {
        desk.saveEnded(done.saved !== null);
      }
      return done;
    },
    'project.tell': ({ open }) => {
      desk.tell(open);
      return Promise.resolve({});
    },
    'project.atStart': () => Promise.resolve({ path: desk.takeNamed() }),
    'project.askToLeave': async () => ({ answer: await desk.askToLeave() }),
    'project.recent': () => Promise.resolve({ recent: desk.recent }),
    'project.forget': ({ path: file }) => {
      desk.forget(file);
      return Promise.resolve({});
    },
  };
}

/** Every path that a project names. */
function placesIn({ run, shown, added, tables = [] }: ProjectContent): string[] {
  const sources = [run?.source, shown.source, ...added.map((each) => each.source)];
  return [
    ...(run === null ? [] : [run.runFolder]),
    ...(shown.vectors === undefined ? [] : [shown.vectors.path, ...(shown.vectors.labels ?? [])]),
    ...tables.map((each) => each.path),
    ...sources.flatMap((each) => (each === undefined ? [] : pathsOf(each))),
  ];
}

/**
 * What a project file holds, by where everything lies now; `found`: what the user found, null where he was not asked.
 * Throws as `readProject` does, and for another run than its own.
 */
function openProject(
  file: string,
  found: { run: string | null; vectors: string | null; labels: readonly string[] },
  starterFolder: string,
): OpenedProject {
  const document = readProject(file);
  const isItsRun = (folder: string): boolean => runFactsOf(folder)?.created === document.run?.created;
  const { content, runFound } = fromDocument(file, document, starterFolder, isItsRun);
  const name = nameOf(file);
  const { shown } = content;
  if (found.vectors !== null && shown.vectors !== undefined)
    shown.vectors = { ...shown.vectors, path: found.vectors };
  if (found.labels.length > 0 && shown.vectors?.labels !== undefined)
    shown.vectors = { ...shown.vectors, labels: withFound(shown.vectors.labels, found.labels) };
  if (content.run === null || document.run === null) return { path: file, name, content, runMissing: null };
  if (found.run === null) {
    const where = document.run.place?.absolute ?? content.run.runFolder;
    const missing = `The run of the project ${name} is not at ${where}: find its folder, which may have been moved or renamed.`;
    return { path: file, name, content, runMissing: runFound ? null : missing };
  }
  if (!isItsRun(found.run))
    throw new UserError(
      `The run in ${found.run} is not that of the project ${name}, which was begun at ${document.run.created}: choose its folder.`,
    );
  const run = { ...content.run, runFolder: found.run };
  return { path: file, name, content: { ...content, run }, runMissing: null };
}

/** Files with those that were chosen in their places: of one name first, else of those that are missing, else in their order. */
function withFound(files: readonly string[], chosen: readonly string[]): string[] {
  const now = [...files];
  const left = new Set(files.keys());
  const takers: ((at: number, file: string) => boolean)[] = [
    (at, file) => path.basename(files[at]!) === path.basename(file),
    (at) => !existsSync(files[at]!),
    () => true,
  ];
  let rest = [...chosen];
  for (const takes of takers)
    rest = rest.filter((file) => {
      const at = [...left].find((each) => takes(each, file));
      if (at === undefined) return true;
      now[at] = file;
      left.delete(at);
      return false;
    });
  return now;
}

function withExtension(file: string): string {
  return path.extname(file).toLowerCase() === `.${PROJECT_EXTENSION}` ? file : `${file}.${PROJECT_EXTENSION}`;
}
