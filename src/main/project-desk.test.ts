import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { timeLimits } from '../contract/testing/time-limits';
import type { Leaving } from '../contract/project';
import { projectAmong, ProjectDesk, type DeskOptions } from './project-desk';

function desk(changes: Partial<DeskOptions> = {}) {
  const options = {
    memory: { read: vi.fn<() => string[] | null>(() => null), write: vi.fn() },
    show: vi.fn(),
    onRecent: vi.fn(),
    openInWindow: vi.fn(),
    saveInWindow: vi.fn(),
    ask: vi.fn<() => Promise<Leaving>>(() => Promise.resolve('cancel')),
    unattended: false,
    ...changes,
  };
  return { made: new ProjectDesk(options), options };
}

const open = { path: '/home/moths.atelier', name: 'moths', edited: true };

describe('ProjectDesk', () => {
  it('remembers the projects used last, the newest first, each once, until they are forgotten', () => {
    const { made, options } = desk({ memory: { read: () => ['/a.atelier', '/b.atelier'], write: vi.fn() } });
    made.note('/b.atelier');
    expect(made.recent).toEqual([
      { path: '/b.atelier', name: 'b', missing: true },
      { path: '/a.atelier', name: 'a', missing: true },
    ]);
    for (let i = 0; i < 12; i++) made.note(`/${i}.atelier`);
    expect(made.recent.map(({ name }) => name)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map(String));
    made.forget('/7.atelier');
    expect(made.knows('/7.atelier')).toBe(false);
    made.forget();
    expect(made.recent).toEqual([]);
    expect(options.memory.write).toHaveBeenLastCalledWith([]);
    expect(options.onRecent).toHaveBeenLastCalledWith([]);
  });

  it('writes without asking where only to a project that was opened or saved here', () => {
    const { made } = desk();
    made.tell(open);
    expect(made.file).toBeNull();
    made.note(open.path);
    expect(made.file).toBe(open.path);
    made.forget();
    expect(made.file).toBe(open.path);
  });

  it('keeps a project that was named before the window could hear of it', () => {
    const { made, options } = desk();
    made.named('/a.atelier');
    expect(options.openInWindow).not.toHaveBeenCalled();
    expect([made.takeNamed(), made.takeNamed()]).toEqual(['/a.atelier', null]);
    made.named('/b.atelier');
    expect(options.openInWindow).toHaveBeenCalledExactlyOnceWith('/b.atelier');
  });

  it('asks about unsaved changes alone, and never where nobody can answer', async () => {
    const { made, options } = desk();
    expect(await made.settle()).toBe(true);
    made.tell({ ...open, edited: false });
    expect(await made.settle()).toBe(true);
    expect(options.ask).not.toHaveBeenCalled();
    made.tell(open);
    expect(await made.settle()).toBe(false);
    expect(options.ask).toHaveBeenCalledExactlyOnceWith('moths');
    const alone = desk({ unattended: true });
    alone.made.tell(open);
    expect(await alone.made.settle()).toBe(true);
    expect(alone.options.ask).not.toHaveBeenCalled();
  });

  it.each([true, false])(
    'before quitting, waits for the save that was asked for (it went well: %s)',
    async (well) => {
      const { made, options } = desk({ ask: () => Promise.resolve('save') });
      made.tell(open);
      const settled = made.settle();
      await vi.waitFor(() => expect(options.saveInWindow).toHaveBeenCalledOnce(), {
        timeout: timeLimits.event,
      });
      made.saveEnded(well);
      expect(await settled).toBe(well);
    },
  );
});

it('a command line names a project by its ending, as seen from the folder it was typed in', () => {
  const folder = path.resolve('/work');
  expect(projectAmong(['.', '--flag=x.atelier', 'a b.atelier', '--inspect'], folder)).toBe(
    path.join(folder, 'a b.atelier'),
  );
  expect(projectAmong(['.', 'run'], folder)).toBeNull();
});
