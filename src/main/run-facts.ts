import path from 'node:path';
import { z } from 'zod';
import { LIMITS, readPlainTextNow } from '../files/plain-file';

const runFacts = z.object({ created: z.string(), dataFingerprint: z.string().nullable() });
/** By what a run and its images are recognised. */
export type RunFacts = z.infer<typeof runFacts>;

/** What the run.json of a folder says; null where there is no run. */
export function runFactsOf(folder: string): RunFacts | null {
  try {
    return runFacts.parse(JSON.parse(readPlainTextNow(path.join(folder, 'run.json'), LIMITS.description)));
  } catch {
    // Whatever is wrong with it, it is not the run that is sought.
    return null;
  }
}
