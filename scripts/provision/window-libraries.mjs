import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from './child.mjs';
import { electronPath, stamps } from './paths.mjs';
import { SetupError } from './setup-error.mjs';
import { stampBook, writeWhole } from './stamp.mjs';
import { font, installFromSystem, onPath, windowLibraries as libraries, xvfb } from './system-packages.mjs';

/** @typedef {{ pin: string, libraries: string[] }} FoundLibraries */

const stampFile = join(stamps, 'window-libraries.json');
const fontFile = /\.(ttf|otf|ttc|pfb)$/i;

/**
 * What Electron needs of a Linux system: shared libraries, a font, and Xvfb where no display is to be seen.
 * @param {{ virtualDisplay: boolean }} options
 * @returns {import('./step.mjs').Step}
 */
export function windowLibraries({ virtualDisplay }) {
  /** What is still missing, each with the system's packages for it. */
  const missing = async () => {
    if (process.platform !== 'linux') return [];
    const lacking = await missingLibraries();
    return [
      ...(lacking.length > 0 ? [{ what: listed(lacking), packages: libraries }] : []),
      ...((await hasFont()) ? [] : [{ what: 'a font', packages: font }]),
      ...(virtualDisplay && !onPath('Xvfb') ? [{ what: 'Xvfb', packages: xvfb }] : []),
    ];
  };
  return {
    name: 'window-libraries',
    title: 'Window libraries',

    async isComplete() {
      return (await missing()).length === 0;
    },

    async provide(line) {
      const before = await missing();
      const names = before.map(({ what }) => what).join(', ');
      const packages = before.map(({ packages: each }) => each);
      await installFromSystem(`The window needs what this system lacks (${names})`, packages, line);
      const after = (await missing()).map(({ what }) => what);
      if (after.length > 0) {
        throw new SetupError(
          `The window needs ${after.join(', ')}, which apt did not bring: install it and run this again.`,
        );
      }
      line.done(`${names}, from apt`);
    },

    async describe() {
      if (process.platform !== 'linux') return { version: 'part of the system', source: '', problems: [] };
      const found = await readStamp();
      const virtual = onPath('Xvfb') ? await xvfbVersion() : 'no Xvfb';
      const problems = (await missing()).map(({ what }) => `${what} is missing`);
      if (!found) problems.push('only Electron can tell what it needs');
      return {
        version: found ? `${found.libraries.length} libraries, ${virtual}` : '',
        source: 'the system',
        problems,
      };
    },
  };
}

/** @returns {Promise<string[]>} shared libraries that Electron needs and the system lacks */
async function missingLibraries() {
  // Only Electron itself can tell; without it this is not its turn yet.
  if (!existsSync(electronPath())) return [];
  const pin = (await stampBook.read('electron'))?.pin ?? '';
  const known = await readStamp();
  if (known?.pin === pin && known.libraries.every((file) => existsSync(file))) return [];
  const folder = dirname(electronPath());
  const ours = (await readdir(folder)).filter((name) => /\.so(\.\d+)?$/.test(name));
  const { output } = await run('ldd', [electronPath(), ...ours.map((name) => join(folder, name))]);
  const lacking = new Set([...output.matchAll(/^[ \t]+(\S+) => not found$/gm)].map(([, name]) => name ?? ''));
  if (lacking.size > 0) return [...lacking];
  const found = new Set([...output.matchAll(/ => (\/\S+) \(/g)].map(([, file]) => file ?? ''));
  await writeWhole(stampFile, `${JSON.stringify({ pin, libraries: [...found] }, null, 1)}\n`);
  return [];
}

/** @param {string[]} names */
function listed(names) {
  return names.length > 3 ? `${names.length} shared libraries` : names.join(', ');
}

/** @returns {Promise<FoundLibraries | undefined>} */
async function readStamp() {
  try {
    return JSON.parse(await readFile(stampFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Without a single font a window shows no text at all. */
async function hasFont() {
  const home = homedir();
  const folders = [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    join(home, '.fonts'),
    join(home, '.local/share/fonts'),
  ];
  for (const folder of folders) if (await holdsFont(folder)) return true;
  return false;
}

/** @param {string} folder @returns {Promise<boolean>} */
async function holdsFont(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  if (entries.some(({ name }) => fontFile.test(name))) return true;
  for (const entry of entries) {
    // Some distributions link to the folder where another package keeps its fonts.
    if (!entry.isFile() && (await holdsFont(join(folder, entry.name)))) return true;
  }
  return false;
}

/** Xvfb itself cannot say; Debian's package can. */
async function xvfbVersion() {
  const { code, output } = await run('dpkg-query', ['-W', '-f=${Version}', 'xvfb']);
  return code === 0 ? `Xvfb ${output.trim()}` : 'Xvfb';
}
