import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../contract/errors';
import type { ProjectContent } from '../contract/project';
import {
  PROJECT_EXTENSION,
  PROJECT_FORMAT,
  PROJECT_VERSION,
  projectDocument,
  type DocumentPlace,
  type ProjectDocument,
} from '../contract/project-document';
import { LIMITS, readPlainTextNow } from '../files/plain-file';
import type { RunFacts } from './run-facts';
import { find, placeOf, sourceFromDocument, sourceToDocument } from './project-place';
import { writeWhole } from './write-whole';

/** What the app itself adds to a project that is saved. */
export interface Saving {
  saved: Date;
  versions: Record<string, string>;
  /** The model that comes with the app, which every installation has in a place of its own. */
  starterFolder: string;
  /** What the run's own description says; null for a project without one. */
  run: RunFacts | null;
}

/** Writes a project whole or not at all. Throws UserError when the disk is full or the place is not writable. */
export function writeProject(file: string, content: ProjectContent, saving: Saving): void {
  try {
    writeWhole(file, `${JSON.stringify(toDocument(file, content, saving), null, 1)}\n`);
  } catch (error) {
    throw new UserError(writingSentence(file, error), { cause: error });
  }
}

/** Reads a project file. Throws UserError when it is none, damaged, of a newer version, or not there any more. */
export function readProject(file: string): ProjectDocument {
  let text: string;
  try {
    text = readPlainTextNow(file, LIMITS.project);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(readingSentence(file, error), { cause: error });
  }
  return parseProject(text, file);
}

const kind = z.object({ format: z.literal(PROJECT_FORMAT), formatVersion: z.number() });

export function parseProject(text: string, file: string): ProjectDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const sentence = text.includes(PROJECT_FORMAT)
      ? `The project ${file} is damaged, for its end is missing or its text was changed: restore it from a copy.`
      : `${file} is not a project of this app: choose a file that ends with .${PROJECT_EXTENSION}.`;
    throw new UserError(sentence, { cause: error });
  }
  const head = kind.safeParse(json);
  if (!head.success)
    throw new UserError(
      `${file} is not a project of this app: choose a file that ends with .${PROJECT_EXTENSION}.`,
    );
  if (head.data.formatVersion > PROJECT_VERSION)
    throw new UserError(
      `The project ${file} was saved by a newer version of this app: update the app to open it.`,
    );
  const read = projectDocument.safeParse(json);
  if (read.success && isWhole(read.data)) return read.data;
  const where = read.error?.issues[0]?.path.join('.') ?? 'map';
  throw new UserError(`The project ${file} is damaged (at ${where}): restore it from a copy.`);
}

function isWhole({ map, run, data, shown }: ProjectDocument): boolean {
  if ((run === null) !== (data === null) || (run === null && shown.vectors === undefined)) return false;
  if (map === null) return true;
  const bytes = (text: string): number => Buffer.from(text, 'base64').length;
  return bytes(map.positions) === 4 * map.n * map.dims && bytes(map.distortion) === 4 * map.n;
}

/** What is written: paths as seen from the file, arrays as text. */
export function toDocument(
  file: string,
  content: ProjectContent,
  { saved, versions, starterFolder, run: facts }: Saving,
): ProjectDocument {
  const folder = path.dirname(file);
  const { map, shown, run } = content;
  if ((run === null) !== (facts === null)) throw new TypeError('A run is saved with what is known of it.');
  return {
    format: PROJECT_FORMAT,
    formatVersion: PROJECT_VERSION,
    saved: saved.toISOString(),
    versions,
    run:
      run === null || facts === null
        ? null
        : {
            place: run.runFolder === starterFolder ? null : placeOf(run.runFolder, folder),
            created: facts.created,
            checkpoint: run.checkpoint,
            step: run.step,
          },
    data:
      run === null || facts === null
        ? null
        : { source: sourceToDocument(run.source, folder), fingerprint: facts.dataFingerprint },
    shown: {
      title: shown.title,
      split: shown.split,
      ...(shown.source === undefined ? {} : { source: sourceToDocument(shown.source, folder) }),
      ...(shown.options === undefined ? {} : { options: shown.options }),
      ...(shown.vectors === undefined
        ? {}
        : {
            vectors: {
              place: placeOf(shown.vectors.path, folder),
              fingerprint: shown.vectors.fingerprint,
              ...(shown.vectors.choice === undefined ? {} : { choice: shown.vectors.choice }),
              ...(shown.vectors.labels === undefined
                ? {}
                : { labels: shown.vectors.labels.map((each) => placeOf(each, folder)) }),
            },
          }),
    },
    added: content.added.map((each) => ({ ...each, source: sourceToDocument(each.source, folder) })),
    ...(content.tables === undefined
      ? {}
      : {
          tables: content.tables.map(({ path: at, ...table }) => ({ place: placeOf(at, folder), ...table })),
        }),
    layout: content.layout,
    colourBy: content.colourBy,
    view: content.view,
    pins: content.pins,
    map:
      map === null
        ? null
        : { ...map, positions: toBase64(map.positions), distortion: toBase64(map.distortion) },
  };
}

/** What a document means where it lies now, and whether its run is in one of its places. */
export function fromDocument(
  file: string,
  document: ProjectDocument,
  starterFolder: string,
  isItsRun: (folder: string) => boolean,
): { content: ProjectContent; runFound: boolean } {
  const folder = path.dirname(file);
  const { map, shown, run, data } = document;
  const now = (at: DocumentPlace): string => find(at, folder) ?? at.absolute;
  const place = run?.place ?? null;
  const found = place === null ? starterFolder : find(place, folder, isItsRun);
  const content: ProjectContent = {
    run:
      run === null || data === null
        ? null
        : {
            runFolder: found ?? place?.absolute ?? starterFolder,
            checkpoint: run.checkpoint,
            step: run.step,
            source: sourceFromDocument(data.source, folder),
          },
    shown: {
      title: shown.title,
      split: shown.split,
      ...(shown.source === undefined ? {} : { source: sourceFromDocument(shown.source, folder) }),
      ...(shown.options === undefined ? {} : { options: shown.options }),
      ...(shown.vectors === undefined
        ? {}
        : {
            vectors: {
              path: now(shown.vectors.place),
              fingerprint: shown.vectors.fingerprint,
              ...(shown.vectors.choice === undefined ? {} : { choice: shown.vectors.choice }),
              ...(shown.vectors.labels === undefined ? {} : { labels: shown.vectors.labels.map(now) }),
            },
          }),
    },
    added: document.added.map((each) => ({ ...each, source: sourceFromDocument(each.source, folder) })),
    ...(document.tables === undefined
      ? {}
      : { tables: document.tables.map(({ place: at, ...table }) => ({ path: now(at), ...table })) }),
    layout: document.layout,
    colourBy: document.colourBy,
    view: document.view,
    pins: document.pins,
    map:
      map === null
        ? null
        : { ...map, positions: fromBase64(map.positions), distortion: fromBase64(map.distortion) },
  };
  return { content, runFound: found !== null };
}

function toBase64(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeFloatLE(value, i * 4));
  return bytes.toString('base64');
}

function fromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function writingSentence(file: string, error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: the project ${file} is as it was; make room and save again.`;
    case 'EISDIR':
      return `${file} is a folder: save the project under another name.`;
    case 'ENAMETOOLONG':
      return `The name ${file} is too long: save the project under a shorter one.`;
    default:
      return `The project cannot be written to ${file}, and what was there is as it was: save it in a folder that you may write to.`;
  }
}

function readingSentence(file: string, error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `The project ${file} is not there any more.`;
    case 'EISDIR':
      return `${file} is a folder: choose the project file in it.`;
    default:
      return `The project ${file} cannot be read: check its permissions.`;
  }
}
