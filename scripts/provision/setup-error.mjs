/** What a person is told when something cannot be had: one sentence, no stack trace, exit 1. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/** One source has failed; the next in the list may still do. The message completes "… because <message>". */
export class SourceError extends Error {
  /** @override */
  name = 'SourceError';
}

/** The failed source is one that cannot be reached, so that asking it in another way is no use either. */
export class OutOfReachError extends SourceError {
  /** @override */
  name = 'OutOfReachError';
}

/** @param {unknown} error */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Runs a script's body so that whoever typed the command reads a sentence where there is one to read.
 * @param {() => Promise<void>} body
 */
export async function explainFailure(body) {
  try {
    await body();
  } catch (error) {
    if (codeOf(error) === 'ENOSPC') {
      console.error('The disk is full: free about 3 GB and run the same command again.');
    } else if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) {
      console.error(
        `Something here may not be written (${String(error)}): give yourself the right and run it again.`,
      );
    } else if (error instanceof SetupError) {
      console.error(error.message);
    } else {
      throw error;
    }
    process.exitCode = 1;
  }
}
