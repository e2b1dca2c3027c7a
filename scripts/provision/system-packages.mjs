import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { aptCandidate, aptInstall, aptUpdate } from './apt.mjs';
import { SetupError, SourceError } from './setup-error.mjs';

/**
 * What the system must have, by package manager. For apt each package with its names on the various releases, the
 * newest first.
 * @typedef {{ apt: readonly (readonly string[])[], dnf: string, zypper: string, pacman: string }} SystemPackages
 */

/** @type {SystemPackages} */
export const pip = {
  apt: [['python3-pip']],
  dnf: 'python3-pip',
  zypper: 'python3-pip',
  pacman: 'python-pip',
};

/** @type {SystemPackages} */
export const compiler = { apt: [['g++']], dnf: 'gcc-c++', zypper: 'gcc-c++', pacman: 'gcc' };

/** @type {SystemPackages} */
export const windowLibraries = {
  apt: [['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3'], ['libasound2t64', 'libasound2'], ['libgbm1']],
  dnf: 'gtk3 nss alsa-lib mesa-libgbm',
  zypper: 'libgtk-3-0 mozilla-nss libasound2 libgbm1',
  pacman: 'gtk3 nss alsa-lib mesa',
};

/** @type {SystemPackages} */
export const xvfb = {
  apt: [['xvfb']],
  dnf: 'xorg-x11-server-Xvfb',
  zypper: 'xorg-x11-server-Xvfb',
  pacman: 'xorg-server-xvfb',
};

/** @type {SystemPackages} */
export const font = {
  apt: [['fontconfig'], ['fonts-liberation']],
  dnf: 'fontconfig liberation-sans-fonts',
  zypper: 'fontconfig liberation-fonts',
  pacman: 'fontconfig ttf-liberation',
};

/** @param {string} program */
export function onPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether packages can be installed without asking anybody. */
export function canInstall() {
  return process.getuid?.() === 0 && onPath('apt-get');
}

/** Asked once a run: several steps may need something. @type {Promise<void> | undefined} */
let update;

/**
 * Installs packages of the system where that needs nobody's leave, and says what to type where it does.
 * @param {string} what a sentence's beginning, such as "The C++ compiler is missing"
 * @param {readonly SystemPackages[]} wanted
 * @param {import('./progress.mjs').ProgressLine} line
 * @throws {SetupError}
 */
export async function installFromSystem(what, wanted, line) {
  if (!canInstall()) throw new SetupError(`${what}: type \`${await command(wanted)}\`, then run this again.`);
  try {
    if (!update) line.say('asking apt for its package lists');
    await (update ??= aptUpdate());
    await aptInstall(await aptNames(wanted), line);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new SetupError(
      `${what} and cannot be installed (${error.message}): type \`${await command(wanted)}\` once that is mended, then run this again.`,
    );
  }
}

/** @param {readonly SystemPackages[]} wanted */
async function aptNames(wanted) {
  const names = [];
  for (const alternatives of wanted.flatMap(({ apt }) => apt)) {
    names.push((await aptCandidate(alternatives)) ?? alternatives.at(-1) ?? '');
  }
  return names;
}

/** The command for this system's package manager. @param {readonly SystemPackages[]} wanted */
async function command(wanted) {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  if (onPath('apt-get')) {
    const names = (await aptNames(wanted)).join(' ');
    return `${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends ${names}`;
  }
  /** @param {'dnf' | 'zypper' | 'pacman'} manager */
  const names = (manager) => wanted.map((packages) => packages[manager]).join(' ');
  if (onPath('zypper')) return `${sudo}zypper install -y ${names('zypper')}`;
  if (onPath('pacman')) return `${sudo}pacman -S --noconfirm ${names('pacman')}`;
  return `${sudo}dnf install -y ${names('dnf')}`;
}
