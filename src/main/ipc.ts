import type { z } from 'zod';
import { callChannel } from '../contract/channels';
import { toWireError, UserError } from '../contract/errors';
import { windowCalls, type WindowCall, type WindowHandlers } from '../contract/window-calls';
import type { WindowAnswer } from '../contract/wire';
import { EngineEnded } from './engine-ended';
import { unexpectedSentence } from './engine-words';
import type { Log } from './log';

/** What is looked at of Electron's `IpcMainInvokeEvent`. */
export interface CallEvent {
  sender: { mainFrame: unknown };
  /** Null once the frame is gone. */
  senderFrame: { origin: string } | null;
}

/** What the hub needs of Electron's `ipcMain`. */
export interface CallRegistry {
  handle(channel: string, listener: (event: CallEvent, input: unknown) => Promise<WindowAnswer>): void;
}

export interface CallPolicy {
  /** Whether these contents are those of the app's own window. */
  isOurWindow: (sender: CallEvent['sender']) => boolean;
  /** The origin of the app's own page. */
  origin: string;
  log: Log;
}

/** Registers one channel for each call of the contract, and no other. */
export function registerCalls(registry: CallRegistry, handlers: WindowHandlers, policy: CallPolicy): void {
  for (const call of Object.keys(windowCalls) as WindowCall[])
    registry.handle(callChannel(call), (event, input) => {
      // Before anything is awaited: a frame that navigates away in the meantime would no longer be the sender.
      if (!isTrusted(event, policy)) {
        policy.log.error(`${call} was refused to ${event.senderFrame?.origin ?? 'a frame that is gone'}.`);
        return Promise.resolve(refused);
      }
      return answer(call, handlers, input, policy.log);
    });
}

const refused: WindowAnswer = {
  ok: false,
  error: { kind: 'engine', message: 'Only the app’s own window may ask this.' },
};

function isTrusted(event: CallEvent, policy: CallPolicy): boolean {
  const { sender, senderFrame } = event;
  if (senderFrame === null || !policy.isOurWindow(sender)) return false;
  return senderFrame === sender.mainFrame && senderFrame.origin === policy.origin;
}

/** Checks the input, runs the handler, and turns whatever it throws into data. Never rejects. */
async function answer(
  call: WindowCall,
  handlers: WindowHandlers,
  input: unknown,
  log: Log,
): Promise<WindowAnswer> {
  try {
    const checked = windowCalls[call].input.safeParse(input);
    if (!checked.success) throw new UserError(inputSentence(checked.error));
    // Checked by this very call's schema, which the compiler cannot follow through the table.
    return { ok: true, output: await handlers[call](checked.data as never) };
  } catch (error) {
    if (error instanceof UserError || error instanceof EngineEnded) {
      log.warn(`${call}: ${error.message}`);
      return { ok: false, error: toWireError(error) };
    }
    log.error(`${call} failed`, error);
    const { kind, message } = toWireError(error);
    return { ok: false, error: { kind, message: unexpectedSentence(message) } };
  }
}

/** The first thing that is wrong with an input: `config.epochs: too small, expected at least 1`. */
function inputSentence(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue?.path.map(String).join('.') ?? '';
  return `This setting is not possible (${where === '' ? 'the whole' : where}): ${issue?.message ?? 'unknown'}.`;
}
