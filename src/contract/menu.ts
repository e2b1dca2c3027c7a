import { z } from 'zod';

/** An action of the window that the menu bar offers as well. */
interface MenuEntry {
  label: string;
  /** As Electron writes it. The window itself hears the keys; the menu shows them. */
  accelerator?: string;
}

/** The actions of the menu bar: label and keys are written once, for the menu, the palette and the list of shortcuts. */
export const menuEntries = {
  'open-starter': { label: 'Open the Starter Map' },
  'train-fashion-mnist': { label: 'Train on Fashion-MNIST', accelerator: 'CmdOrCtrl+T' },
  'choose-images': { label: 'Choose Image Folder…', accelerator: 'CmdOrCtrl+O' },
  'open-project': { label: 'Open Project…', accelerator: 'CmdOrCtrl+Alt+O' },
  'save-project': { label: 'Save Project', accelerator: 'CmdOrCtrl+S' },
  'save-project-as': { label: 'Save Project As…', accelerator: 'CmdOrCtrl+Shift+S' },
  'save-project-copy': { label: 'Save a Project Copy With Its Run or Vectors…' },
  'clear-recent-projects': { label: 'Clear Recent Projects' },
  'open-run': { label: 'Open Run…', accelerator: 'CmdOrCtrl+Shift+O' },
  'show-runs': { label: 'All Runs…', accelerator: 'CmdOrCtrl+L' },
  'show-welcome': { label: 'Close and Go to the Welcome Page' },
  'export-csv': { label: 'Export CSV…', accelerator: 'CmdOrCtrl+E' },
  'show-settings': { label: 'Settings…', accelerator: 'CmdOrCtrl+,' },
  undo: { label: 'Undo', accelerator: 'CmdOrCtrl+Z' },
  redo: { label: 'Redo', accelerator: 'CmdOrCtrl+Shift+Z' },
  'start-training': { label: 'Start Training', accelerator: 'CmdOrCtrl+Enter' },
  'pause-training': { label: 'Pause or Continue Training', accelerator: 'P' },
  'stop-training': { label: 'Stop Training', accelerator: 'CmdOrCtrl+.' },
  'show-palette': { label: 'Command Palette…', accelerator: 'CmdOrCtrl+K' },
  'fit-map': { label: 'Fit Map', accelerator: 'F' },
  'reset-map': { label: 'Look From the Front', accelerator: 'R' },
  'toggle-left': { label: 'Show or Hide the Training Panel', accelerator: 'CmdOrCtrl+B' },
  'toggle-right': { label: 'Show or Hide the Inspector', accelerator: 'CmdOrCtrl+I' },
  'toggle-panels': { label: 'Fold the Panels Away, or Back', accelerator: 'H' },
  'toggle-theme': { label: 'Switch Between Light and Dark', accelerator: 'CmdOrCtrl+Shift+L' },
  'show-shortcuts': { label: 'Keyboard Shortcuts', accelerator: 'CmdOrCtrl+/' },
} as const satisfies Record<string, MenuEntry>;

export type MenuAction = keyof typeof menuEntries;

/** Typed `Object.keys`: sound, for the table is a literal. */
export const menuActions = Object.keys(menuEntries) as [MenuAction, ...MenuAction[]];

export const menuAction = z.enum(menuActions);

/** What the menu bar has the system do, by the name the palette has for it. Editing text is not among these. */
export const systemEntries = {
  'zoom-in': { label: 'Zoom the Window In', role: 'zoomIn' },
  'zoom-out': { label: 'Zoom the Window Out', role: 'zoomOut' },
  'reset-zoom': { label: 'Window at Its Actual Size', role: 'resetZoom' },
  'full-screen': { label: 'Full Screen', role: 'togglefullscreen' },
  'open-logs': { label: 'Open Logs Folder', role: null },
  about: { label: 'About Latent Atelier', role: null },
  quit: { label: 'Quit', role: 'quit' },
} as const;

export type SystemCommand = keyof typeof systemEntries;

/** Typed `Object.keys`: sound, for the table is a literal. */
export const systemCommands = Object.keys(systemEntries) as [SystemCommand, ...SystemCommand[]];

export const systemCommand = z.enum(systemCommands);

/** The keys of an action, where it has some. */
export function acceleratorOf(action: MenuAction): string | undefined {
  const entry: MenuEntry = menuEntries[action];
  return entry.accelerator;
}
