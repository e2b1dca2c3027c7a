import type { WindowCall, WindowEvent, WindowEventPayload, WindowInput, WindowOutput } from './window-calls';

/** `training.start` becomes `trainingStart`. */
export type BridgeName<C extends string> = C extends `${infer Room}.${infer Action}`
  ? `${Room}${Capitalize<Action>}`
  : C;

/** The name of a call as a function of the bridge. */
export function bridgeName(call: WindowCall): string {
  return call.replace(/\.(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * `window.atelier`: one named function for each action, nothing else of Electron. A call rejects with a `UserError`
 * or an `Error` whose message is one plain sentence. `DroppedFile` is the DOM's `File`, which this room does not know.
 */
export type AtelierBridge<DroppedFile> = {
  [C in Exclude<WindowCall, 'files.dropped'> as BridgeName<C>]: (
    input: WindowInput<C>,
  ) => Promise<WindowOutput<C>>;
} & {
  /** The paths of dropped folders and files, once main has allowed them to be read. */
  filesDropped: (files: readonly DroppedFile[]) => Promise<WindowOutput<'files.dropped'>>;
  /** Hears an event until the returned function is called. */
  on: <E extends WindowEvent>(event: E, listener: (payload: WindowEventPayload<E>) => void) => () => void;
};
