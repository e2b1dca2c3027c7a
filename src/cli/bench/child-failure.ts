import { messageOf } from '../../contract/errors';
/** The line of a failed child process's standard error that names the error; else why it could not be started. */
export function childFailure(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const lines = said.split('\n');
  const named = lines.findLast((line) => line.includes('Error: ')) ?? lines.at(-1) ?? '';
  if (named !== '') return named;
  return messageOf(error);
}
