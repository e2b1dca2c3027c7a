import { BrowserWindow, nativeTheme, screen } from 'electron';
import { existsSync } from 'node:fs';
import { visible } from '../core/text/visible';
import type { Log } from './log';
import { MemoryFile } from './memory-file';
import type { Places } from './places';
import { minimumSize, placeWindow, windowState, type WindowState } from './window-state';

const TITLE = 'Latent Atelier';
const SETTLE_MS = 500;

/** The page's ground in the dark and the light theme, so that nothing flashes before it is drawn. */
const ground = { dark: '#090b0e', light: '#eceae5' };

/** The app's one window, hidden until its page is ready, where it stood last time. */
export function createWindow(places: Places, log: Log): BrowserWindow {
  const memory = new MemoryFile<WindowState>(places.windowMemory, windowState, log);
  const remembered = memory.read();
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== main.id);
  const window = new BrowserWindow({
    ...placeWindow(remembered, [main.workArea, ...others.map((display) => display.workArea)]),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: TITLE,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    ...(existsSync(places.icon) ? { icon: places.icon } : {}),
    webPreferences: {
      preload: places.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    if (remembered?.maximized === true) window.maximize();
    window.show();
  });
  // The page's own <title> is for the page; the window keeps the app's name.
  window.on('page-title-updated', (event) => event.preventDefault());
  rememberPlace(window, memory);
  return window;
}

/** The open project in the title, with a mark while it has changes that are not saved. */
export function showDocument(
  window: BrowserWindow,
  open: { path: string; name: string; edited: boolean } | null,
): void {
  if (window.isDestroyed()) return;
  window.setTitle(open === null ? TITLE : `${open.edited ? '• ' : ''}${visible(open.name, 120)} — ${TITLE}`);
  // What macOS has beside the title.
  window.setRepresentedFilename(open?.path ?? '');
  window.setDocumentEdited(open?.edited === true);
}

function rememberPlace(window: BrowserWindow, memory: MemoryFile<WindowState>): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized()) return;
    memory.write({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const saveSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, SETTLE_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('close', save);
}
