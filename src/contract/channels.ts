import type { WindowCall } from './window-calls';

/** The IPC channel of a call from the window. */
export function callChannel(call: WindowCall): string {
  return `atelier:call:${call}`;
}

/** The one channel on which the window hears events: `(name, payload)`. */
export const eventChannel = 'atelier:event';
