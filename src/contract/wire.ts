import { z } from 'zod';
import type { WireError } from './errors';

/** How often the engine says that it is there, milliseconds. */
export const HEARTBEAT_MS = 2000;

/** Messages between the main process and the engine process. */
export const engineRequest = z.object({ id: z.number().int(), call: z.string(), input: z.unknown() });
export type EngineRequest = z.infer<typeof engineRequest>;

const wireError = z.object({ kind: z.enum(['user', 'engine']), message: z.string() });

export const engineMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('alive') }),
  z.object({ type: z.literal('result'), id: z.number().int(), output: z.unknown() }),
  z.object({ type: z.literal('error'), id: z.number().int(), error: wireError }),
  z.object({ type: z.literal('event'), event: z.string(), payload: z.unknown() }),
]);
export type EngineMessage = z.infer<typeof engineMessage>;

/** The answer to a call from the window: errors cross as data, so that their kind is not lost on the way. */
export type WindowAnswer = { ok: true; output: unknown } | { ok: false; error: WireError };
