import electronLog from 'electron-log/node';
import path from 'node:path';
import type { Log } from './log';

const MAX_BYTES = 5 * 1024 * 1024;

/**
 * `main.log` for the app, `engine.log` for what the engine prints, both in `folder`. The plain Node flavour of
 * electron-log is used on purpose: its Electron flavour opens an IPC channel of its own to any page.
 */
export function openLogs(folder: string, echo: boolean): { main: Log; engine: Log } {
  // A terminal that was closed must not end the app with EPIPE: there is nobody left to tell.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return { main: openLog(folder, 'main', echo), engine: openLog(folder, 'engine', false) };
}

function openLog(folder: string, name: string, echo: boolean): Log {
  const logger = electronLog.create({ logId: name });
  logger.transports.file.resolvePathFn = () => path.join(folder, `${name}.log`);
  logger.transports.file.maxSize = MAX_BYTES;
  logger.transports.file.level = 'info';
  logger.transports.console.level = echo ? 'info' : false;
  return {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    error: (message, error) => (error === undefined ? logger.error(message) : logger.error(message, error)),
  };
}
