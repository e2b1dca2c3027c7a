import type { BrowserWindow } from 'electron';
import type { Log } from './log';
import { RestartPolicy } from './restart-policy';

/** Loads the page again when its process has died; `giveUp` is called when that happens time and again. */
export function reloadWhenGone(window: BrowserWindow, giveUp: () => void, log: Log): void {
  const restarts = new RestartPolicy();
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error(`The window's page ended (${reason}, code ${exitCode}).`);
    const wait = restarts.afterCrash(Date.now());
    if (wait === null) giveUp();
    else
      setTimeout(() => {
        if (!window.isDestroyed()) window.webContents.reload();
      }, wait);
  });
}
