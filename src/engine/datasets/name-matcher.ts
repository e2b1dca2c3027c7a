import path from 'node:path';
import { looksLikeImage } from './folder-parts';

/** Finds the one image that a cell names; a name that several have is none's. */
export class NameMatcher {
  private readonly places = new Map<string, number | null>();

  /** `isLoose`: without regard to case, to the ending of an image and to zeros before a number, which programs drop. */
  constructor(
    files: readonly string[],
    folder: string,
    private readonly isLoose = false,
  ) {
    const inside = folder === '.' ? '' : `${this.nameOf(folder)}/`;
    const put = (key: string, i: number): void => {
      const known = this.places.get(key);
      this.places.set(key, known === undefined || known === i ? i : null);
    };
    files.forEach((file, i) => {
      const whole = this.nameOf(file);
      // Below the table's own folder, and by the name alone.
      const names = [
        whole,
        whole.startsWith(inside) ? whole.slice(inside.length) : whole,
        path.posix.basename(whole),
      ];
      for (const key of new Set(names.flatMap((each) => [each, withoutEnding(each)]))) put(key, i);
    });
  }

  find(cell: string): number | null {
    const name = this.nameOf(cell);
    if (name === '') return null;
    return this.places.get(name) ?? this.places.get(path.posix.basename(name)) ?? null;
  }

  private nameOf(text: string): string {
    const name = plain(text);
    if (!this.isLoose) return name;
    const bare = (looksLikeImage(name) ? withoutEnding(name) : name).toLowerCase();
    const at = bare.lastIndexOf('/') + 1;
    const last = bare.slice(at);
    return bare.slice(0, at) + (/^\d+$/.test(last) ? last.replace(/^0+/, '') || '0' : last);
  }
}

const plain = (name: string): string =>
  name
    .trim()
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '');
/** A name without `.png` or the like. */
export const withoutEnding = (name: string): string =>
  name.slice(0, name.length - path.posix.extname(name).length);
