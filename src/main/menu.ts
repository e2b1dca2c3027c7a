import type { MenuItemConstructorOptions } from 'electron';
import type { MenuAction } from '../contract/window-calls';

export interface MenuCommands {
  /** Hands an action to the window. */
  send: (action: MenuAction) => void;
  openLogs: () => void;
  about: () => void;
}

/** The menu bar; what the window does itself is sent to it as an action. */
export function menuTemplate(
  { send, openLogs, about }: MenuCommands,
  { platform, development }: { platform: NodeJS.Platform; development: boolean },
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const action = (label: string, name: MenuAction, accelerator?: string): MenuItemConstructorOptions => ({
    id: name,
    label,
    click: () => send(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        action('Train on Fashion-MNIST', 'train-fashion-mnist', 'CmdOrCtrl+T'),
        action('Choose Image Folder…', 'choose-images', 'CmdOrCtrl+O'),
        action('Open Run…', 'open-run', 'CmdOrCtrl+Shift+O'),
        line,
        action('Export CSV…', 'export-csv', 'CmdOrCtrl+E'),
        ...(isMac
          ? []
          : [line, { role: 'quit', accelerator: 'CmdOrCtrl+Q' } satisfies MenuItemConstructorOptions]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        fitMap(action('Fit Map', 'fit-map'), isMac),
        action('Switch Between Light and Dark', 'toggle-theme', 'CmdOrCtrl+Shift+L'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
        ...(development
          ? ([line, { role: 'reload' }, { role: 'toggleDevTools' }] satisfies MenuItemConstructorOptions[])
          : []),
      ],
    },
    {
      role: 'help',
      label: '&Help',
      submenu: [
        action('Keyboard Shortcuts', 'show-shortcuts', 'CmdOrCtrl+/'),
        { id: 'open-logs', label: 'Open Logs Folder', click: openLogs },
        ...(isMac ? [] : [line, { id: 'about', label: 'About Latent Atelier', click: about }]),
      ],
    },
  ];
}

/**
 * The window itself hears the bare key F, since it knows whether the user is typing in a field: the menu only shows
 * it. macOS has no such showing, and would take every f.
 */
function fitMap(item: MenuItemConstructorOptions, isMac: boolean): MenuItemConstructorOptions {
  return isMac ? item : { ...item, accelerator: 'F', registerAccelerator: false };
}
