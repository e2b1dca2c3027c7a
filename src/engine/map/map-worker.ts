import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { mapJob } from './map-messages';
import { layOutJob } from './lay-out-job';

/** The thread in which a map is laid out; it is given its job when it starts and ends with it. */
run(parentPort);

function run(port: MessagePort | null): void {
  if (port === null) throw new Error('The map is laid out in a thread of its own.');
  try {
    layOutJob(mapJob.parse(workerData), (message) => port.postMessage(message));
  } catch (error) {
    port.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
