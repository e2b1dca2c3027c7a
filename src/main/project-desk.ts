import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Leaving, ProjectPlace, RecentProject } from '../contract/project';
import { PROJECT_EXTENSION } from '../contract/project-document';

const MOST_RECENT = 10;

export const recentPaths = z.array(z.string().min(1));

export interface DeskOptions {
  memory: { read: () => string[] | null; write: (paths: string[]) => void };
  /** Shows the open project, and whether it has changes that are not saved; null for none. */
  show: (open: (ProjectPlace & { edited: boolean }) | null) => void;
  /** The projects opened or saved last have changed. */
  onRecent: (recent: RecentProject[]) => void;
  /** Asks the window to open a project that was named outside of it. */
  openInWindow: (path: string) => void;
  /** Asks the window to save the open project. */
  saveInWindow: () => void;
  /** Asks the user; never called when nobody is there to answer. */
  ask: (name: string) => Promise<Leaving>;
  unattended: boolean;
}

/** The project that is open, as far as it concerns the desktop: its name in the title, the recent ones, what quitting asks. */
export class ProjectDesk {
  readonly #options: DeskOptions;
  #open: (ProjectPlace & { edited: boolean }) | null = null;
  #recent: string[];
  /** Opened or saved in this session: these may be written to without asking where. */
  readonly #used = new Set<string>();
  /** Named on the command line before the window could hear it. */
  #waiting: string | null = null;
  #windowHears = false;
  #onSaved: ((saved: boolean) => void) | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#recent = options.memory.read() ?? [];
  }

  /** The file of the open project, which the user himself chose. */
  get file(): string | null {
    return this.#open !== null && this.#used.has(this.#open.path) ? this.#open.path : null;
  }

  get edited(): boolean {
    return this.#open?.edited === true;
  }

  get recent(): RecentProject[] {
    return this.#recent.map((file) => ({ path: file, name: nameOf(file), missing: !existsSync(file) }));
  }

  /** A project opened or saved here before may be opened again. */
  knows(file: string): boolean {
    return this.#recent.includes(file);
  }

  /** A project was opened or saved: it is the first of the recent ones. */
  note(file: string): void {
    this.#used.add(file);
    this.#setRecent([file, ...this.#recent.filter((each) => each !== file)].slice(0, MOST_RECENT));
  }

  /** Takes a project off the recent ones; all of them when none is named. */
  forget(file?: string): void {
    this.#setRecent(file === undefined ? [] : this.#recent.filter((each) => each !== file));
  }

  /** What the window tells of the open project. */
  tell(open: (ProjectPlace & { edited: boolean }) | null): void {
    this.#open = open;
    this.#options.show(open);
  }

  /** A project named outside of the window: on the command line, by a second start, by the desktop. */
  named(file: string): void {
    if (this.#windowHears) this.#options.openInWindow(file);
    else this.#waiting = file;
  }

  /** The project to begin with; from now on the window hears of others. */
  takeNamed(): string | null {
    const file = this.#waiting;
    this.#waiting = null;
    this.#windowHears = true;
    return file;
  }

  /** What is to become of unsaved changes. */
  async askToLeave(): Promise<Leaving> {
    if (this.#open?.edited !== true || this.#options.unattended) return 'discard';
    return this.#options.ask(this.#open.name);
  }

  /** For quitting: whether the project may be left, saved first where the user wants that. */
  async settle(): Promise<boolean> {
    const answer = await this.askToLeave();
    if (answer !== 'save') return answer === 'discard';
    return new Promise<boolean>((resolve) => {
      this.#onSaved = resolve;
      this.#options.saveInWindow();
    });
  }

  /** A save has ended, well or not. */
  saveEnded(saved: boolean): void {
    this.#onSaved?.(saved);
    this.#onSaved = null;
  }

  #setRecent(paths: string[]): void {
    this.#recent = paths;
    this.#options.memory.write(paths);
    this.#options.onRecent(this.recent);
  }
}

/** What a person calls a project. */
export function nameOf(file: string): string {
  return path.basename(file, `.${PROJECT_EXTENSION}`);
}

/** The project that a command line names; null when it names none. */
export function projectAmong(args: readonly string[], folder: string): string | null {
  const named = args.findLast((each) => !each.startsWith('-') && isProjectName(each));
  return named === undefined ? null : path.resolve(folder, named);
}

export function isProjectName(file: string): boolean {
  return path.extname(file).toLowerCase() === `.${PROJECT_EXTENSION}`;
}
