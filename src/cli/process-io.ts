import type { Io } from './io';

/** The terminal's own streams and Ctrl-C. */
export function processIo(): Io {
  // `head` and the like close the pipe early; that is no error of the command.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    // The launcher (scripts/cli.mjs) reads our standard error and says what its own is.
    errIsTerminal: process.stderr.isTTY || process.env['LATENT_ATELIER_STDERR'] === 'terminal',
    onInterrupt: (listener) => {
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener);
        process.off('SIGTERM', listener);
      };
    },
  };
}
