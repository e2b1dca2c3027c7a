import { dialog } from 'electron';
import { messageOf } from '../contract/errors';
import type { Log } from './log';
import { unexpectedSentence } from './engine-words';

/** Errors that nobody handled are logged, and told to the user where there is one. */
export function reportUncaught(log: Log, unattended: boolean): void {
  const report = (error: unknown): void => {
    log.error('Uncaught', error);
    const message = messageOf(error);
    if (!unattended) dialog.showErrorBox('Latent Atelier', unexpectedSentence(message));
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}
