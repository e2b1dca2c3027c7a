import { parentPort, type MessagePort } from 'node:worker_threads';
import { messageOf } from '../../contract/errors';
import { MapThread } from './map-thread';
import { mapTask } from './map-messages';

/** A thread in which maps are laid out and measured; it does one task after the other. */
run(parentPort);

function run(port: MessagePort | null): void {
  if (port === null) throw new Error('The map is laid out in a thread of its own.');
  const thread = new MapThread((message) => port.postMessage(message));
  port.on('message', (data: unknown) => {
    try {
      thread.run(mapTask.parse(data));
    } catch (error) {
      port.postMessage({ type: 'failed', message: messageOf(error) });
    }
  });
}
