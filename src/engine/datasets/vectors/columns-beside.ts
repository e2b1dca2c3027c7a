import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isOfTexts, type ForeignColumn } from '../../../core/formats/foreign-table';

/** So many rows of a column are looked at, spread over it. */
const LOOKED_AT = 20;

/** The names of the columns whose texts are mostly files in the folder of the table or below it. */
export async function columnsBeside(
  file: string,
  columns: readonly ForeignColumn[],
): Promise<ReadonlySet<string>> {
  const folder = path.dirname(file);
  const names = new Set<string>();
  for (const column of columns) {
    // A file called 7 may lie there by chance.
    if (!isOfTexts(column)) continue;
    const named = sampleOf(column.texts);
    const found = await Promise.all(named.map((text) => isFile(placeBeside(folder, text))));
    if (named.length > 0 && found.filter(Boolean).length * 2 > named.length) names.add(column.name);
  }
  return names;
}

function sampleOf(texts: readonly string[]): string[] {
  const sample = new Set<string>();
  const step = Math.max(1, Math.floor(texts.length / LOOKED_AT));
  for (let i = 0; i < texts.length && sample.size < LOOKED_AT; i += step) {
    const text = texts[i]!.trim();
    if (text !== '' && text.length < 4096 && !text.includes('\0')) sample.add(text);
  }
  return [...sample];
}

/**
 * Where the file lies that a text of a table names, with backslashes as Windows writes them too; null when that is not in
 * `folder` or below it: a table must not name any file of the machine.
 */
export function placeBeside(folder: string, text: string): string | null {
  const name = text.trim();
  const places = name.includes('\\') ? [name.replaceAll('\\', '/'), name] : [name];
  const found = places.find((each) => isBelow(folder, each));
  return found === undefined ? null : path.resolve(folder, found);
}

/** What a text of a table names: a file with what the system says of it, nothing, or what may not be taken. */
export type Beside = { path: string; stats: Stats } | 'refused' | null;

/**
 * Finds the regular file that a text of a table names, when it truly lies in `folder` or below it: no link on the way
 * leads elsewhere, and nothing on it is hidden. Anything else is refused, for a table that somebody else wrote must not
 * bring keys or settings along.
 */
export async function besideIn(folder: string): Promise<(text: string) => Promise<Beside>> {
  const root = await realpath(folder).catch(() => null);
  return async (text) => {
    const place = placeBeside(folder, text);
    if (place === null) return 'refused';
    const [stats, real] = await Promise.all([
      lstat(place).catch(() => null),
      realpath(place).catch(() => null),
    ]);
    if (stats === null || root === null || real === null) return null;
    const isHidden = path
      .relative(folder, place)
      .split(path.sep)
      .some((part) => part.startsWith('.'));
    return stats.isFile() && !isHidden && isBelow(root, real) ? { path: place, stats } : 'refused';
  };
}

/** Whether a name in a table leads to something in the table's folder or below it. */
export function isBelow(folder: string, name: string): boolean {
  const way = path.relative(folder, path.resolve(folder, name));
  return way !== '' && way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
}

async function isFile(place: string | null): Promise<boolean> {
  if (place === null) return false;
  const found = await stat(place).catch(() => null);
  return found?.isFile() ?? false;
}
