import { app, dialog, ipcMain, Menu, nativeTheme, protocol, session, type BrowserWindow } from 'electron';
import { messageOf } from '../contract/errors';
import { eventChannel } from '../contract/channels';
import type { RecentProject } from '../contract/project';
import { themeChoice, type WindowEvent, type WindowEventPayload } from '../contract/window-calls';
import { createWindow, showDocument } from './app-window';
import { askToQuit, askToSave, windowDialogs } from './dialogs';
import { EngineHost } from './engine-host';
import { forkEngine } from './fork-engine';
import { registerCalls } from './ipc';
import { lockDownPages, lockDownSession } from './lock-down';
import type { Log } from './log';
import { openLogs } from './logging';
import { openLogsFolder, perform } from './perform';
import { MemoryFile } from './memory-file';
import { menuTemplate } from './menu';
import { pageResponse } from './page-files';
import { developmentPolicy, pageOrigin, pageScheme } from './page-policy';
import { grantedFolders, PathGrants } from './path-grants';
import { appPlaces, type Places } from './places';
import { projectAmong, ProjectDesk, recentPaths } from './project-desk';
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
  // An installed app listens to no one who sets its environment.
  const environment = app.isPackaged ? {} : process.env;
  const developmentUrl = environment['ELECTRON_RENDERER_URL'];
  const developmentOrigin = developmentUrl === undefined ? null : new URL(developmentUrl).origin;
  const unattended = environment['LATENT_ATELIER_QUIT_WITHOUT_ASKING'] === '1';
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
      const reason = messageOf(error);
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
  const send: Send = (event, payload) => {
    if (!window.isDestroyed() && !window.webContents.isCrashed())
      window.webContents.send(eventChannel, event, payload);
  };
  const engine = new EngineHost({
    fork: () => forkEngine(places.engine, logs.engine),
    onEvent: send,
    onStatus: (status) => send('engine.status', status),
    log: logs.main,
  });
  const desk = openDesk(setting, window, send);
  const granted = new MemoryFile(places.grantsMemory, grantedFolders, logs.main);
  const grants = new PathGrants(places.runs, granted.read() ?? [], (folders) => granted.write(folders));
  const handlers = createWindowHandlers({
    engine,
    dialogs: windowDialogs(window),
    grants,
    runsFolder: places.runs,
    deletedRunsFolder: places.deletedRuns,
    starterFolder: places.starter,
    documentsFolder: places.documents,
    desk,
    versions: { 'latent-atelier': app.getVersion(), electron: process.versions.electron },
    log: logs.main,
    now: () => new Date(),
    setTheme: (chosen) => {
      if (nativeTheme.themeSource === chosen) return;
      nativeTheme.themeSource = chosen;
      theme.write(chosen);
    },
    perform: (command) => perform(window, places.logs, command),
  });
  registerCalls(ipcMain, handlers, {
    isOurWindow: (sender) => !window.isDestroyed() && sender === window.webContents,
    origin: developmentOrigin ?? pageOrigin,
    log: logs.main,
  });
  buildMenu(setting, send, desk.recent);
  guardQuit(setting, window, engine, desk);
  reloadWhenGone(window, () => tellPageGone(setting), logs.main);
  hearNamedProjects(window, desk, grants);

  engine.start();
  await window.loadURL(developmentOrigin ?? `${pageOrigin}/index.html`);
}

type Send = <E extends WindowEvent>(event: E, payload: WindowEventPayload<E>) => void;

function openDesk(setting: Setting, window: BrowserWindow, send: Send): ProjectDesk {
  const { places, logs, unattended } = setting;
  const memory = new MemoryFile(places.recentProjects, recentPaths, logs.main);
  return new ProjectDesk({
    memory,
    show: (open) => showDocument(window, open),
    onRecent: (recent) => {
      buildMenu(setting, send, recent);
      send('project.recent', { recent });
    },
    openInWindow: (path) => send('project.asked', { path }),
    saveInWindow: () => send('menu.action', { action: 'save-project' }),
    ask: (name) => askToSave(window, name),
    unattended,
  });
}

/** Projects that are named on the command line, by a second start of the app, or by the desktop. */
function hearNamedProjects(window: BrowserWindow, desk: ProjectDesk, grants: PathGrants): void {
  const open = (args: readonly string[], folder: string): void => {
    const file = projectAmong(args, folder);
    if (file === null) return;
    // Who names a file there lets the app read it; that it is missing is told when it is opened.
    grants.grantAny(file).then(
      ({ path }) => desk.named(path),
      () => desk.named(file),
    );
  };
  app.on('second-instance', (_, args, folder) => {
    if (window.isMinimized()) window.restore();
    window.focus();
    open(args, folder);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    open([file], '/');
  });
  open(process.argv.slice(1), process.cwd());
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
  send: Send,
  recent: readonly RecentProject[],
): void {
  app.setAboutPanelOptions({
    applicationName: app.name,
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence',
    ...(process.platform === 'linux' ? { iconPath: places.icon } : {}),
  });
  const template = menuTemplate(
    {
      send: (action) => send('menu.action', { action }),
      openLogs: () =>
        void openLogsFolder(places.logs).catch((error: unknown) => logs.main.error('The logs', error)),
      about: () => app.showAboutPanel(),
      openProject: (path) => send('project.asked', { path }),
    },
    { platform: process.platform, development: developmentOrigin !== null, recent },
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Quitting, and closing the window, which quits: unsaved changes and a run in training, which is checkpointed, are asked about. */
function guardQuit(
  { logs, unattended }: Setting,
  window: BrowserWindow,
  engine: EngineHost,
  desk: ProjectDesk,
): void {
  const gate = new QuitGate({
    needsAsking: () => (engine.isTraining || desk.edited) && !unattended,
    ask: async () => (await desk.settle()) && (!engine.isTraining || (await askToQuit(window))),
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
