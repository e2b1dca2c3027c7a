/**
 * Something the user can mend: a folder that is missing, a file of another shape. The message is one sentence
 * that says what is wrong and what to do; the terminal prints it and exits with 2, the window shows it as a notice.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** How an error crosses a process boundary: `user` is the user's to mend, `engine` is ours. */
export interface WireError {
  kind: 'user' | 'engine';
  message: string;
}

/** What a thrown value becomes on the wire. */
export function toWireError(error: unknown): WireError {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: error instanceof UserError ? 'user' : 'engine', message };
}

/** The error a wire error was made from. */
export function fromWireError(error: WireError): Error {
  return error.kind === 'user' ? new UserError(error.message) : new Error(error.message);
}
