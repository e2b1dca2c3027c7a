import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuActions, systemCommands, systemEntries } from '../contract/menu';
import { menuTemplate } from './menu';

function items(template: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);
}

const commands = () => ({ send: vi.fn(), openLogs: vi.fn(), about: vi.fn(), openProject: vi.fn() });
const linux = { platform: 'linux' as const, development: false };
const mac = { platform: 'darwin' as const, development: false };

describe('menuTemplate', () => {
  it('sends every action of the contract from an item of its own', () => {
    const { send, ...others } = commands();
    for (const item of items(menuTemplate({ send, ...others }, linux)))
      if (menuActions.some((action) => action === item.id)) (item.click as () => void)();
    expect(send.mock.calls.map(([action]: unknown[]) => action).sort()).toEqual([...menuActions].sort());
  });

  it.each([linux, mac])('gives no accelerator twice on $platform', (where) => {
    const accelerators = items(menuTemplate(commands(), where)).flatMap((item) => item.accelerator ?? []);
    expect(new Set(accelerators).size).toBe(accelerators.length);
  });

  it('lists the recent projects, names one that is gone, and opens a chosen one', () => {
    const recent = [
      { path: '/home/moths.atelier', name: 'moths', missing: false },
      { path: '/gone/bees.atelier', name: 'bees', missing: true },
    ];
    const { openProject, ...others } = commands();
    const all = items(menuTemplate({ openProject, ...others }, { ...linux, recent }));
    expect(all.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['moths', 'bees (not there any more)']),
    );
    (all.find(({ label }) => label === 'moths')?.click as () => void)();
    expect(openProject).toHaveBeenCalledExactlyOnceWith('/home/moths.atelier');
    const clear = (template: MenuItemConstructorOptions[]) =>
      items(template).find(({ id }) => id === 'clear-recent-projects')?.enabled;
    expect([
      clear(menuTemplate(commands(), linux)),
      clear(menuTemplate(commands(), { ...linux, recent })),
    ]).toEqual([false, true]);
  });

  it('takes no bare key away from the page', () => {
    for (const where of [linux, mac])
      for (const item of items(menuTemplate(commands(), where)))
        if (item.accelerator !== undefined && item.registerAccelerator !== false)
          expect(item.accelerator).toContain('CmdOrCtrl+');
  });

  it('can reload and inspect in development only', () => {
    const roles = (development: boolean) =>
      items(menuTemplate(commands(), { platform: 'linux', development })).map((item) => item.role);
    expect(roles(false)).not.toContain('reload');
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(true)).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
  });

  it('has no item that the palette has not, but for editing text', () => {
    const roles: readonly unknown[] = systemCommands.map((command) => systemEntries[command].role);
    const known: readonly unknown[] = [...menuActions, ...systemCommands];
    const others = items(menuTemplate(commands(), linux)).filter(
      ({ id, role, submenu, type }) =>
        submenu === undefined &&
        type !== 'separator' &&
        !known.includes(id) &&
        !roles.includes(role) &&
        !['cut', 'copy', 'paste', 'selectAll'].includes(role ?? ''),
    );
    expect(others).toEqual([]);
  });
});
