import { bridgeName, type AtelierBridge } from '../contract/bridge';
import { callChannel, eventChannel } from '../contract/channels';
import type { WindowCall, WindowEvent } from '../contract/window-calls';
import type { WindowAnswer } from '../contract/wire';
import { callNames, eventNames } from './names';

/** What the bridge needs of Electron's `ipcRenderer`. */
export interface WindowIpc {
  invoke(channel: string, input: unknown): Promise<unknown>;
  on(channel: string, listener: (event: unknown, name: unknown, payload: unknown) => void): unknown;
}

type Listener = (payload: unknown) => void;

/**
 * `window.atelier`: a named function for each call, and `on` for events. A call that fails rejects with an `Error`
 * whose message is one plain sentence; Electron's context bridge copies nothing else of an error, so the class and
 * the kind stay behind.
 */
export function createBridge(ipc: WindowIpc, pathOf: (file: File) => string): AtelierBridge<File> {
  const actions = callNames
    .filter((call) => call !== 'files.dropped')
    .map((call) => [bridgeName(call), (input: unknown) => ask(ipc, call, input)] as const);
  const bridge = {
    ...Object.fromEntries(actions),
    filesDropped: (files: readonly File[]) => {
      const paths = files.map((file) => pathOf(file)).filter((path) => path !== '');
      if (paths.length === 0)
        return Promise.reject(new Error('What was dropped is not a folder or a file on this computer.'));
      return ask(ipc, 'files.dropped', { paths });
    },
    on: listeners(ipc),
  };
  // Made from the list of names, whose completeness the compiler has checked; main checks what goes in and comes out.
  return bridge as unknown as AtelierBridge<File>;
}

async function ask(ipc: WindowIpc, call: WindowCall, input: unknown): Promise<unknown> {
  const answer = await ipc.invoke(callChannel(call), input);
  if (!isAnswer(answer))
    throw new Error('The app and its window do not understand each other: start it again.');
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.output;
}

function isAnswer(value: unknown): value is WindowAnswer {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return false;
  if (value.ok === true) return 'output' in value;
  if (!('error' in value) || typeof value.error !== 'object' || value.error === null) return false;
  return 'message' in value.error && typeof value.error.message === 'string';
}

/** One listener on the channel, handed on to those who asked for the event. */
function listeners(ipc: WindowIpc): (event: string, listener: Listener) => () => void {
  const heard = new Map<string, Set<Listener>>(eventNames.map((name: WindowEvent) => [name, new Set()]));
  ipc.on(eventChannel, (_, name, payload) => {
    if (typeof name !== 'string') return;
    for (const listener of heard.get(name) ?? []) listener(payload);
  });
  return (event, listener) => {
    const those = heard.get(event);
    if (those === undefined) throw new Error(`There is no event called '${event}'.`);
    // A wrapper of its own for each subscription, so that the same function may listen twice and end once.
    const once: Listener = (payload) => listener(payload);
    those.add(once);
    return () => {
      those.delete(once);
    };
  };
}
