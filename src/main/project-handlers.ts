import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../contract/errors';
import type { OpenedProject, ProjectContent, ProjectPlace } from '../contract/project';
import { PROJECT_EXTENSION } from '../contract/project-document';
import type { WindowHandlers } from '../contract/window-calls';
import { nameOf } from './project-desk';
import { fromDocument, readProject, writeProject } from './project-file';
import { pathsOf } from './project-place';
import { runFactsOf } from './run-facts';
import type { WindowServices } from './window-handlers';

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

type Services = Pick<
  WindowServices,
  'engine' | 'dialogs' | 'grants' | 'desk' | 'starterFolder' | 'documentsFolder' | 'now' | 'versions'
>;

/** The calls by which projects are opened and saved: the file is main's, what it holds is the window's. */
export function projectHandlers(services: Services): ProjectHandlers {
  const { engine, dialogs, grants, desk, starterFolder, documentsFolder } = services;

  const write = (file: string, content: ProjectContent): ProjectPlace => {
    const { runFolder } = content.run;
    const run = runFactsOf(runFolder);
    if (run === null)
      throw new UserError(
        `The run in ${runFolder} is not there any more, and a project is nothing without its run.`,
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

  const saveCopy = async (name: string, content: ProjectContent): Promise<ProjectPlace | null> => {
    const chosen = await dialogs.chooseSaveFile(
      'Save a Copy of the Project With Its Run, in a Folder of Its Own',
      path.join(documentsFolder, name),
      { name: 'Folder', extensions: ['*'] },
    );
    if (chosen === null) return null;
    if (existsSync(chosen))
      throw new UserError(`There is something at ${chosen} already: name a folder that is not there yet.`);
    const runFolder = path.join(chosen, 'run');
    const file = path.join(chosen, `${path.basename(chosen)}.${PROJECT_EXTENSION}`);
    try {
      await engine.call('run.copy', { runFolder: content.run.runFolder, folder: runFolder });
      return write(file, { ...content, run: { ...content.run, runFolder } });
    } catch (error) {
      // The folder is new, and is there whole or not at all.
      await rm(chosen, { recursive: true, force: true });
      throw error;
    }
  };

  return {
    'project.choose': async () => {
      const [chosen] = await dialogs.chooseSeveral('Open Project', 'files', TYPE);
      return { path: chosen === undefined ? null : (await grants.grantAny(chosen)).path };
    },
    'project.open': async ({ path: asked, runFolder }) => {
      if (!existsSync(asked))
        throw new UserError(`The project ${asked} is not there any more: it was moved, renamed or deleted.`);
      const file = desk.knows(asked) ? asked : await grants.checkAny(asked);
      const chosenRun = runFolder === undefined ? null : await grants.check(runFolder);
      const opened = openProject(file, chosenRun, starterFolder);
      // Whoever opens a project lets it name its run and its images.
      const { run, source, shown, added } = opened.content;
      const sources = [source, shown.source, ...added.map((each) => each.source)];
      const named = sources.flatMap((each) => (each === undefined ? [] : pathsOf(each)));
      for (const each of [run.runFolder, ...named]) if (existsSync(each)) await grants.grantAny(each);
      desk.note(file);
      return opened;
    },
    'project.save': async ({ content, how, name }) => {
      let saved: ProjectPlace | null = null;
      try {
        if (how === 'copy') saved = await saveCopy(name, content);
        else {
          const file = how === 'same' && desk.file !== null ? desk.file : await chooseFile(name);
          saved = file === null ? null : write(file, content);
        }
      } finally {
        desk.saveEnded(saved !== null);
      }
      return { saved };
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

/** What a project file holds, by where everything lies now. Throws as `readProject` does, and for another run than its own. */
function openProject(file: string, chosenRun: string | null, starterFolder: string): OpenedProject {
  const document = readProject(file);
  const { created, place } = document.run;
  const isItsRun = (folder: string): boolean => runFactsOf(folder)?.created === created;
  const { content, runFound } = fromDocument(file, document, starterFolder, isItsRun);
  const name = nameOf(file);
  if (chosenRun === null) {
    const folder = content.run.runFolder;
    const missing = `The run of the project ${name} is not at ${place?.absolute ?? folder}: find its folder, which may have been moved or renamed.`;
    return { path: file, name, content, runMissing: runFound ? null : missing };
  }
  if (!isItsRun(chosenRun))
    throw new UserError(
      `The run in ${chosenRun} is not that of the project ${name}, which was begun at ${created}: choose its folder.`,
    );
  const run = { ...content.run, runFolder: chosenRun };
  return { path: file, name, content: { ...content, run }, runMissing: null };
}

function withExtension(file: string): string {
  return path.extname(file).toLowerCase() === `.${PROJECT_EXTENSION}` ? file : `${file}.${PROJECT_EXTENSION}`;
}
