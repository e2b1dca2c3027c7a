import { UserError } from '../contract/errors';
import { LONGEST_SENTENCE, visible, visibleJson } from '../core/text/visible';
import { createEngine, type Engine } from '../engine/engine';
import { cacheFolder } from '../engine/images/cache-folder';
import type { EmitEvent } from '../contract/engine-calls';
import type { Io, Progress } from './io';

/** Exit code of a failure that is not the user's. */
export const ENGINE_FAILURE = 1;
/** Exit code after Ctrl-C, as shells have it. */
export const INTERRUPTED = 130;

/** The user ended a command that had nothing to save. */
export class Interrupted extends Error {}

/** What a command works with. */
export interface Session {
  io: Io;
  progress: Progress;
  exitCode: number;
}

/**
 * Runs `work` with an engine of its own that is shut down after it. Its progress goes to standard error; `listen`
 * hears every event besides. Ctrl-C ends what is under way, and nothing half written is left: then throws Interrupted.
 * With `mindsInterrupts` the work sees to that itself.
 */
export async function withEngine<T>(
  session: Session,
  work: (engine: Engine) => Promise<T>,
  { listen, mindsInterrupts = false }: { listen?: EmitEvent; mindsInterrupts?: boolean } = {},
): Promise<T> {
  const engine = createEngine({
    cacheFolder: cacheFolder(),
    emit: (event, payload) => {
      if ('text' in payload) tell(session, payload);
      listen?.(event, payload);
    },
  });
  const interrupt = new AbortController();
  const onInterrupt = (): void => {
    interrupt.abort(new Interrupted());
    void engine.shutdown();
  };
  const release = mindsInterrupts ? () => undefined : session.io.onInterrupt(onInterrupt);
  const call: Engine['call'] = async (name, input) => {
    const answer = await engine.call(name, input);
    // Between two calls there was nothing to end.
    interrupt.signal.throwIfAborted();
    return answer;
  };
  try {
    return await work({ ...engine, call });
  } catch (error) {
    interrupt.signal.throwIfAborted();
    throw error;
  } finally {
    release();
    await engine.shutdown();
  }
}

function tell(
  { progress }: Session,
  { text, done, total }: { text: string; done: number; total: number },
): void {
  // A whole sentence is a note that the next state must not replace.
  if (text.endsWith('.')) progress.line(text);
  else progress.show(total === 0 ? text : `${text}: ${done} of ${total}`);
}

/** Prints a result: the object alone with `--json`, else the lines for a person. */
export function print(session: Session, json: boolean, result: object, lines: readonly string[]): void {
  session.progress.clear();
  session.io.out(
    json ? `${visibleJson(result)}\n` : lines.map((line) => `${visible(line, LONGEST_SENTENCE)}\n`).join(''),
  );
}

/** Refuses an option that has no meaning here. */
export function refuse(condition: boolean, sentence: string): void {
  if (condition) throw new UserError(sentence);
}
