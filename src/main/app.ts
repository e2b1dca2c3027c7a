import {
  app,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  protocol,
  session,
  shell,
  type BrowserWindow,
} from 'electron';
import { eventChannel } from '../contract/channels';
import { themeChoice, type WindowEvent, type WindowEventPayload } from '../contract/window-calls';
import { createWindow } from './app-window';
import { askToQuit, windowDialogs } from './dialogs';
import { EngineHost } from './engine-host';
import { forkEngine } from './fork-engine';
import { registerCalls } from './ipc';
import { lockDownPages, lockDownSession } from './lock-down';
import type { Log } from './log';
import { openLogs } from './logging';
import { MemoryFile } from './memory-file';
import { menuTemplate } from './menu';
import { pageResponse } from './page-files';
import { developmentPolicy, pageOrigin, pageScheme } from './page-policy';
import { grantedFolders, PathGrants } from './path-grants';
import { appPlaces, type Places } from './places';
import { QuitGate } from './quit-gate';
import { reloadWhenGone } from './reload-page';
import { reportUncaught } from './uncaught';
import { createWindowHandlers } from './window-handlers';

/** So long may a run take to checkpoint when the app quits. */
const STOP_LIMIT_MS = 20_000;

interface Setting {
  places: Places;
  logs: { main: Log; engine: Log };
  /** Origin of the development server, which serves the page in place of the build. */
  developmentOrigin: string | null;
  /** Nobody is there to answer a question: tests and the tour. */
  unattended: boolean;
}

/** Starts the app, or hands over to the one that already runs on this profile. */
export function startApp(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const developmentUrl = process.env['ELECTRON_RENDERER_URL'];
  const developmentOrigin = developmentUrl === undefined ? null : new URL(developmentUrl).origin;
  const unattended = process.env['LATENT_ATELIER_QUIT_WITHOUT_ASKING'] === '1';
  const places = appPlaces();
  const logs = openLogs(places.logs, developmentOrigin !== null);
  reportUncaught(logs.main, unattended);
  const mayGo = (url: string): boolean =>
    developmentOrigin !== null && URL.parse(url)?.origin === developmentOrigin;
  lockDownPages(app, mayGo, logs.main);
  app
    .whenReady()
    .then(() => openApp({ places, logs, developmentOrigin, unattended }))
    .catch((error: unknown) => {
      logs.main.error('The app could not be started', error);
      const reason = error instanceof Error ? error.message : String(error);
      dialog.showErrorBox(
        'Latent Atelier could not be started',
        `${reason}\n\nThe logs are in ${places.logs}.`,
      );
      app.exit(1);
    });
}

async function openApp(setting: Setting): Promise<void> {
  const { places, logs, developmentOrigin } = setting;
  logs.main.info(
    `Latent Atelier ${app.getVersion()} on Electron ${process.versions.electron}, ${process.platform}`,
  );
  servePage(setting);
  // Before the window is made: its ground has the theme's colour.
  const theme = new MemoryFile(places.themeMemory, themeChoice, logs.main);
  nativeTheme.themeSource = theme.read() ?? 'system';

  const window = createWindow(places, logs.main);
  const send = <E extends WindowEvent>(event: E, payload: WindowEventPayload<E>): void => {
    if (!window.isDestroyed() && !window.webContents.isCrashed())
      window.webContents.send(eventChannel, event, payload);
  };
  const engine = new EngineHost({
    fork: () => forkEngine(places.engine, logs.engine),
    onEvent: send,
    onStatus: (status) => send('engine.status', status),
    log: logs.main,
  });
  const granted = new MemoryFile(places.grantsMemory, grantedFolders, logs.main);
  const handlers = createWindowHandlers({
    engine,
    dialogs: windowDialogs(window),
    grants: new PathGrants(places.runs, granted.read() ?? [], (folders) => granted.write(folders)),
    runsFolder: places.runs,
    deletedRunsFolder: places.deletedRuns,
    starterFolder: places.starter,
    documentsFolder: places.documents,
    log: logs.main,
    now: () => new Date(),
    setTheme: (chosen) => {
      if (nativeTheme.themeSource === chosen) return;
      nativeTheme.themeSource = chosen;
      theme.write(chosen);
    },
  });
  registerCalls(ipcMain, handlers, {
    isOurWindow: (sender) => !window.isDestroyed() && sender === window.webContents,
    origin: developmentOrigin ?? pageOrigin,
    log: logs.main,
  });
  buildMenu(setting, send);
  guardQuit(setting, window, engine);
  reloadWhenGone(window, () => tellPageGone(setting), logs.main);
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });

  engine.start();
  await window.loadURL(developmentOrigin ?? `${pageOrigin}/index.html`);
}

/** The page comes from the build, or from the development server with a policy that allows its hot reload. */
function servePage({ places, logs, developmentOrigin }: Setting): void {
  protocol.handle(pageScheme, (request) => pageResponse(request, places.rendererFolder));
  lockDownSession(session.defaultSession, developmentOrigin === null, logs.main);
  if (developmentOrigin === null) return;
  const policy = developmentPolicy(developmentOrigin);
  session.defaultSession.webRequest.onHeadersReceived(
    { urls: [`${developmentOrigin}/*`] },
    (details, answer) =>
      answer({ responseHeaders: { ...details.responseHeaders, 'content-security-policy': [policy] } }),
  );
}

function buildMenu(
  { places, logs, developmentOrigin }: Setting,
  send: (event: 'menu.action', payload: WindowEventPayload<'menu.action'>) => void,
): void {
  app.setAboutPanelOptions({
    applicationName: app.name,
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence',
    ...(process.platform === 'linux' ? { iconPath: places.icon } : {}),
  });
  const openLogsFolder = async (): Promise<void> => {
    const problem = await shell.openPath(places.logs);
    if (problem !== '') dialog.showErrorBox('Latent Atelier', `The logs are in ${places.logs}.`);
  };
  const template = menuTemplate(
    {
      send: (action) => send('menu.action', { action }),
      openLogs: () => void openLogsFolder().catch((error: unknown) => logs.main.error('The logs', error)),
      about: () => app.showAboutPanel(),
    },
    { platform: process.platform, development: developmentOrigin !== null },
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Quitting, and closing the window, which quits: a run in training is asked about and checkpointed. */
function guardQuit({ logs, unattended }: Setting, window: BrowserWindow, engine: EngineHost): void {
  const gate = new QuitGate({
    needsAsking: () => engine.isTraining && !unattended,
    ask: () => askToQuit(window),
    finish: () => engine.close(STOP_LIMIT_MS),
    quit: () => app.quit(),
  });
  const handle = (event: { preventDefault: () => void }): void => {
    gate.handle(event).catch((error: unknown) => {
      logs.main.error('Quitting failed', error);
      app.exit(1);
    });
  };
  app.on('before-quit', handle);
  window.on('close', handle);
  app.on('window-all-closed', () => app.quit());
}

function tellPageGone({ places, unattended }: Setting): void {
  if (!unattended)
    dialog.showErrorBox(
      'Latent Atelier',
      `The window stopped working several times. Close the app and start it again; the logs are in ${places.logs}.`,
    );
  app.quit();
}
