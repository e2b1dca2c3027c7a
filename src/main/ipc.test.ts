import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../contract/errors';
import { windowCalls, type WindowCall, type WindowHandlers } from '../contract/window-calls';
import type { WindowAnswer } from '../contract/wire';
import { EngineEnded } from './engine-ended';
import { registerCalls, type CallEvent } from './ipc';
import { MemoryLog } from './testing/memory-log';

type Listener = (event: CallEvent, input: unknown) => Promise<WindowAnswer>;

const origin = 'atelier://app';
const frame = { origin };
const contents = { mainFrame: frame };
const ours: CallEvent = { sender: contents, senderFrame: frame };

describe('registerCalls', () => {
  const handler = vi.fn<(input: unknown) => Promise<never>>();
  let channels: Map<string, Listener>;
  let log: MemoryLog;

  beforeEach(() => {
    handler.mockReset().mockResolvedValue('done' as never);
    channels = new Map();
    log = new MemoryLog();
    const calls = Object.keys(windowCalls) as WindowCall[];
    const handlers = Object.fromEntries(calls.map((call) => [call, handler])) as unknown as WindowHandlers;
    registerCalls({ handle: (channel, listener) => void channels.set(channel, listener) }, handlers, {
      isOurWindow: (sender) => sender === contents,
      origin,
      log,
    });
  });

  const ask = (call: WindowCall, input: unknown, event = ours): Promise<WindowAnswer> =>
    channels.get(`atelier:call:${call}`)!(event, input);

  it('opens one channel for each call and no other', () => {
    expect([...channels.keys()].sort()).toEqual(
      Object.keys(windowCalls)
        .map((call) => `atelier:call:${call}`)
        .sort(),
    );
  });

  it('hands the checked input to the handler, defaults filled in and strange fields dropped', async () => {
    await expect(ask('space.map', { dims: 2, strange: 1 })).resolves.toEqual({ ok: true, output: 'done' });
    expect(handler).toHaveBeenCalledExactlyOnceWith({
      method: 'umap',
      dims: 2,
      neighbors: 15,
      minDist: 0.1,
      metric: 'euclidean',
      seed: 0,
      continueFromLast: false,
    });
  });

  it('passes typed arrays on as they are', async () => {
    const latents = new Float32Array([1, 2]);
    await ask('space.decode', { n: 1, latents });
    expect(handler.mock.calls[0]![0]).toEqual({ n: 1, latents });
    expect((handler.mock.calls[0]![0] as { latents: unknown }).latents).toBe(latents);
  });

  it.each<[string, CallEvent]>([
    ['another window', { sender: { mainFrame: frame }, senderFrame: frame }],
    ['a frame inside the page', { sender: contents, senderFrame: { origin } }],
    ['a frame that is gone', { sender: contents, senderFrame: null }],
  ])('refuses %s', async (_, event) => {
    const answer = await ask('engine.status', {}, event);
    expect(answer).toMatchObject({
      ok: false,
      error: { message: 'Only the app’s own window may ask this.' },
    });
    expect(handler).not.toHaveBeenCalled();
  });

  it('refuses a page of another origin in our own window', async () => {
    for (const other of ['https://example.com', 'file://', 'null', 'atelier://other']) {
      const elsewhere = { origin: other };
      contents.mainFrame = elsewhere;
      const answer = await ask('engine.status', {}, { sender: contents, senderFrame: elsewhere });
      expect(answer.ok, other).toBe(false);
    }
    contents.mainFrame = frame;
    expect(handler).not.toHaveBeenCalled();
  });

  it.each<[WindowCall, unknown]>([
    ['space.decode', undefined],
    ['space.decode', { n: 1, latents: [1, 2] }],
    ['space.decode', { n: 0, latents: new Float32Array(2) }],
    ['run.open', { runFolder: '' }],
    ['training.start', { source: { kind: 'web' }, options: {}, config: {} }],
    ['export.csv', { rows: [-1] }],
    ['engine.status', 'all'],
  ])('refuses unfitting input to %s (%#) with a sentence', async (call, input) => {
    const answer = await ask(call, input);
    expect(answer).toMatchObject({ ok: false, error: { kind: 'user' } });
    expect(answer.ok ? '' : answer.error.message).toMatch(/^This setting is not possible \(.+\): .+\.$/);
    expect(handler).not.toHaveBeenCalled();
  });

  it('answers with the sentence and the kind of what a handler throws', async () => {
    handler.mockRejectedValueOnce(new UserError('Choose another folder.'));
    expect(await ask('engine.describe', {})).toEqual({
      ok: false,
      error: { kind: 'user', message: 'Choose another folder.' },
    });
    handler.mockRejectedValueOnce(new EngineEnded('The engine stopped.'));
    expect(await ask('engine.describe', {})).toEqual({
      ok: false,
      error: { kind: 'engine', message: 'The engine stopped.' },
    });
  });

  it('wraps what nobody foresaw into a sentence, and logs it', async () => {
    handler.mockRejectedValueOnce(new TypeError('x is not a function'));
    expect(await ask('engine.describe', {})).toEqual({
      ok: false,
      error: {
        kind: 'engine',
        message:
          'Something went wrong in the app: x is not a function; the logs (Help, Open Logs Folder) say more.',
      },
    });
    expect(log.lines).toEqual(['error engine.describe failed']);
  });
});
