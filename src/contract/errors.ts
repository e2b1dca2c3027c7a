import { LONGEST_SENTENCE, visible } from '../core/text/visible';

/**
 * Something the user can mend: a folder that is missing, a file of another shape. The message is one sentence
 * that says what is wrong and what to do; the terminal prints it and exits with 2, the window shows it as a notice.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(message: string, options?: ErrorOptions) {
    super(visible(message, LONGEST_SENTENCE), options);
  }
}

/** How an error crosses a process boundary: `user` is the user's to mend, `engine` is ours. */
export interface WireError {
  kind: 'user' | 'engine';
  message: string;
}

/** What a thrown value says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a thrown value becomes on the wire. */
export function toWireError(error: unknown): WireError {
  const message = visible(messageOf(error), LONGEST_SENTENCE);
  return { kind: error instanceof UserError ? 'user' : 'engine', message };
}

/** The error a wire error was made from. */
export function fromWireError(error: WireError): Error {
  return error.kind === 'user' ? new UserError(error.message) : new Error(error.message);
}
