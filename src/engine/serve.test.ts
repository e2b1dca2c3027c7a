import { describe, expect, it, vi } from 'vitest';
import { timeLimits } from '../contract/testing/time-limits';
import type { EngineMessage } from '../contract/wire';
import { detached, serve } from './serve';

/** What main sees of an engine that is served through a port of this test's own. */
function served(): {
  send: (data: unknown) => void;
  /** The next message but the heartbeats, which are counted. */
  next: () => Promise<EngineMessage>;
  beats: () => number;
} {
  const heard: EngineMessage[] = [];
  let beats = 0;
  let wake: () => void = () => undefined;
  let listen: (event: { data: unknown }) => void = () => undefined;
  serve({
    on: (_, listener) => (listen = listener),
    postMessage: (message) => {
      // Messages are copied on their way, and what cannot be copied fails there.
      if (message.type === 'alive') beats++;
      else heard.push(structuredClone(message));
      wake();
    },
  });
  return {
    send: (data) => listen({ data }),
    next: async () => {
      while (heard.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return heard.shift()!;
    },
    beats: () => beats,
  };
}

describe('serve', () => {
  it('says that it is ready, answers calls by their id, and sends errors as data', async () => {
    const { send, next } = served();
    expect(await next()).toEqual({ type: 'ready' });
    send({ id: 7, call: 'engine.describe', input: {} });
    expect(await next()).toMatchObject({ type: 'result', id: 7, output: { pid: process.pid } });
    send({ id: 8, call: 'run.open', input: { runFolder: '/no/such/run' } });
    expect(await next()).toMatchObject({ type: 'error', id: 8, error: { kind: 'user' } });
    send({ id: 9, call: 'no.call', input: {} });
    expect(await next()).toMatchObject({ type: 'error', id: 9, error: { kind: 'engine' } });
    send({ id: 10, call: 'run.open', input: { runFolder: 3 } });
    expect(await next()).toMatchObject({ type: 'error', id: 10, error: { kind: 'user' } });
  });
});

describe('heartbeats', () => {
  it('come while nothing is asked', async () => {
    const { beats } = served();
    await vi.waitFor(() => expect(beats()).toBeGreaterThan(0), { timeout: timeLimits.event });
  });
});

describe('detached', () => {
  it('copies views of larger buffers, wherever they are, and leaves all else as it is', () => {
    const whole = Float32Array.of(1, 2, 3);
    const value = {
      whole,
      part: whole.subarray(1),
      list: [{ part: whole.subarray(2) }],
      texts: ['a'],
      none: null,
    };
    const sent = detached(value) as typeof value;
    expect(sent).toEqual(value);
    expect(sent.whole).toBe(whole);
    expect([sent.part.buffer.byteLength, sent.list[0]!.part.buffer.byteLength]).toEqual([8, 4]);
  });
});
