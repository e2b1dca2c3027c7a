import { messageOf } from '../contract/errors';
import type { RunSummary } from '../contract/run';
import type { EngineCall, EngineInput, EngineOutput } from '../contract/engine-calls';
import type { Log } from './log';

interface Asking {
  call<C extends EngineCall>(call: C, input: EngineInput<C>): Promise<EngineOutput<C>>;
}

/** What is known of the runs in these folders, newest first; one that cannot be read is left out and logged. */
export async function describeRuns(
  engine: Asking,
  folders: readonly string[],
  log: Log,
): Promise<RunSummary[]> {
  const described = await Promise.all(
    folders.map((runFolder) =>
      engine.call('run.describe', { runFolder }).catch((error: unknown) => {
        log.warn(`${runFolder} is not listed: ${messageOf(error)}`);
        return null;
      }),
    ),
  );
  const runs = described.filter((run) => run !== null);
  return runs.sort((a, b) => b.description.created.localeCompare(a.description.created));
}
