import type { MenuItemConstructorOptions } from 'electron';
import { acceleratorOf, menuEntries, systemEntries, type MenuAction } from '../contract/menu';
import type { RecentProject } from '../contract/project';

export interface MenuCommands {
  /** Hands an action to the window. */
  send: (action: MenuAction) => void;
  openLogs: () => void;
  about: () => void;
  openProject: (path: string) => void;
}

interface MenuState {
  platform: NodeJS.Platform;
  development: boolean;
  /** The projects opened or saved last, the last one first. */
  recent?: readonly RecentProject[];
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

/** The menu bar; what the window does itself is sent to it as an action. */
export function menuTemplate(
  { send, openLogs, about, openProject }: MenuCommands,
  { platform, development, recent = [] }: MenuState,
): Item[] {
  const isMac = platform === 'darwin';
  const action = (name: MenuAction): Item => ({
    id: name,
    label: menuEntries[name].label,
    click: () => send(name),
    ...shownKeys(acceleratorOf(name), isMac),
  });
  const actions = (...names: MenuAction[]): Item[] => names.map(action);
  const recentItems: Item[] = [
    ...recent.map(({ path, name, missing }): Item => ({
      label: `${name}${missing ? ' (not there any more)' : ''}`,
      sublabel: path,
      toolTip: path,
      click: () => openProject(path),
    })),
    ...(recent.length === 0 ? [] : [line]),
    ...actions('clear-recent-projects').map((item): Item => ({ ...item, enabled: recent.length > 0 })),
  ];
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies Item] : []),
    {
      label: '&File',
      submenu: [
        ...actions('open-starter', 'train-fashion-mnist', 'choose-images'),
        line,
        ...actions('open-project'),
        { id: 'open-recent', label: 'Open Recent Project', submenu: recentItems },
        ...actions('save-project', 'save-project-as', 'save-project-copy'),
        line,
        ...actions('open-run', 'show-runs', 'show-welcome'),
        line,
        ...actions('export-csv'),
        line,
        ...actions('show-settings'),
        ...(isMac ? [] : [line, { role: 'quit', accelerator: 'CmdOrCtrl+Q' } satisfies Item]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        ...actions('undo', 'redo'),
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    { label: '&Training', submenu: actions('start-training', 'pause-training', 'stop-training') },
    {
      label: '&View',
      submenu: [
        ...actions('show-palette'),
        line,
        ...actions('fit-map', 'reset-map', 'toggle-left', 'toggle-right', 'toggle-panels', 'toggle-theme'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
        ...(development ? ([line, { role: 'reload' }, { role: 'toggleDevTools' }] satisfies Item[]) : []),
      ],
    },
    {
      role: 'help',
      label: '&Help',
      submenu: [
        ...actions('show-shortcuts'),
        { id: 'open-logs', label: systemEntries['open-logs'].label, click: openLogs },
        ...(isMac ? [] : [line, { id: 'about', label: systemEntries.about.label, click: about }]),
      ],
    },
  ];
}

/**
 * The window hears its keys itself, for it knows whether the user is typing in a field: the menu only shows them.
 * macOS has no such showing; there the menu has the keys with Cmd, which the page may keep, and no bare ones, for it
 * would take every f.
 */
function shownKeys(accelerator: string | undefined, isMac: boolean): Item {
  if (accelerator === undefined) return {};
  if (!isMac) return { accelerator, registerAccelerator: false };
  return accelerator.startsWith('CmdOrCtrl+') ? { accelerator } : {};
}
