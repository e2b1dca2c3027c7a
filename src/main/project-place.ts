import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from '../contract/dataset';
import type { DocumentPlace, DocumentSource } from '../contract/project-document';

/** How a project file in `folder` names a path. */
export function placeOf(target: string, folder: string): DocumentPlace {
  const way = path.relative(folder, target);
  return {
    // Between two drives there is no way, and the answer is the target itself.
    relative: path.isAbsolute(way) ? null : way === '' ? '.' : way.split(path.sep).join('/'),
    absolute: target,
  };
}

/**
 * Where a place is now: first as seen from the project file, then where it was when that was saved; null when it is at
 * neither that `isIt`.
 */
export function find(
  { relative, absolute }: DocumentPlace,
  folder: string,
  isIt: (target: string) => boolean = existsSync,
): string | null {
  const candidates = [
    ...(relative === null ? [] : [path.resolve(folder, relative)]),
    // A path of another system is none here.
    ...(path.isAbsolute(absolute) ? [absolute] : []),
  ];
  return candidates.find(isIt) ?? null;
}

export function sourceToDocument(source: DataSource, folder: string): DocumentSource {
  switch (source.kind) {
    case 'fashion-mnist':
      return source;
    case 'folder':
      return { kind: 'folder', place: placeOf(source.path, folder) };
    case 'images':
      return { kind: 'images', places: source.paths.map((each) => placeOf(each, folder)) };
  }
}

/** Each path where it is now, and where it was when it is nowhere. */
export function sourceFromDocument(source: DocumentSource, folder: string): DataSource {
  const now = (place: DocumentPlace): string => find(place, folder) ?? place.absolute;
  switch (source.kind) {
    case 'fashion-mnist':
      return source;
    case 'folder':
      return { kind: 'folder', path: now(source.place) };
    case 'images':
      return { kind: 'images', paths: source.places.map(now) };
  }
}

/** The paths of a source; none of one that has no files of the user's. */
export function pathsOf(source: DataSource): string[] {
  if (source.kind === 'fashion-mnist') return [];
  return source.kind === 'folder' ? [source.path] : source.paths;
}
