import type { TrainingProgress } from '../../contract/training';
import type { EngineStatus } from '../../contract/window-calls';
import { EngineHost } from '../engine-host';
import { FakeEngineProcess } from './fake-engine-process';
import { MemoryLog } from './memory-log';

/** A host of engine processes that do nothing by themselves, and all that it told. */
export function hostedEngine() {
  const forked: FakeEngineProcess[] = [];
  const statuses: EngineStatus[] = [];
  const events: [string, unknown][] = [];
  const log = new MemoryLog();
  const host = new EngineHost({
    fork: () => {
      const child = new FakeEngineProcess();
      forked.push(child);
      return child;
    },
    onEvent: (event, payload) => events.push([event, payload]),
    onStatus: (status) => statuses.push(status),
    log,
    platform: 'linux',
  });
  host.start();
  const newest = (): FakeEngineProcess => forked.at(-1)!;
  return { host, forked, statuses, events, log, newest };
}

/** What an engine tells of a run in training. */
export function progressOf(runFolder: string): TrainingProgress {
  const losses = { bce: 1, kl: 2, elbo: 3 };
  const speed = { imagesPerSecond: 500, secondsLeft: null };
  return { state: 'running', runFolder, epoch: 1, epochs: 3, step: 10, steps: 30, losses, ...speed };
}
