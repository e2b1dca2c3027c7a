import { app, dialog, shell, type BrowserWindow } from 'electron';
import type { SystemCommand } from '../contract/menu';

/** One step of the page's zoom, as the menu's own items take it. */
const ZOOM_STEP = 0.5;

/** Does what the menu bar's items of the system do, for the palette. */
export function perform(window: BrowserWindow, logsFolder: string, command: SystemCommand): void {
  const { webContents } = window;
  switch (command) {
    case 'zoom-in':
      webContents.setZoomLevel(webContents.getZoomLevel() + ZOOM_STEP);
      break;
    case 'zoom-out':
      webContents.setZoomLevel(webContents.getZoomLevel() - ZOOM_STEP);
      break;
    case 'reset-zoom':
      webContents.setZoomLevel(0);
      break;
    case 'full-screen':
      window.setFullScreen(!window.isFullScreen());
      break;
    case 'open-logs':
      void openLogsFolder(logsFolder);
      break;
    case 'about':
      app.showAboutPanel();
      break;
    case 'quit':
      app.quit();
  }
}

/** Shows the folder of the logs, or says where it is. */
export async function openLogsFolder(folder: string): Promise<void> {
  const problem = await shell.openPath(folder);
  if (problem !== '') dialog.showErrorBox('Latent Atelier', `The logs are in ${folder}.`);
}
