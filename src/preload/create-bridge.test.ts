import { beforeEach, describe, expect, it, vi } from 'vitest';
import { windowCalls, windowEvents } from '../contract/window-calls';
import { createBridge, type WindowIpc } from './create-bridge';
import { callNames, eventNames } from './names';

type Hear = Parameters<WindowIpc['on']>[1];

const file = { name: 'images' } as File;

describe('createBridge', () => {
  const invoke = vi.fn<WindowIpc['invoke']>();
  const pathOf = vi.fn<(file: File) => string>();
  let hear: Hear;
  let bridge: ReturnType<typeof createBridge>;

  beforeEach(() => {
    invoke.mockReset().mockResolvedValue({ ok: true, output: 'done' });
    pathOf.mockReset().mockReturnValue('/home/me/images');
    const on = vi.fn<WindowIpc['on']>((_, listener) => (hear = listener));
    bridge = createBridge({ invoke, on }, pathOf);
    expect(on).toHaveBeenCalledExactlyOnceWith('atelier:event', expect.any(Function));
  });

  it('has a function for each call of the contract, `on`, and nothing else', () => {
    expect([...callNames].sort()).toEqual(Object.keys(windowCalls).sort());
    expect([...eventNames].sort()).toEqual(Object.keys(windowEvents).sort());
    expect(Object.keys(bridge)).toHaveLength(callNames.length + 1);
    expect(bridge).toMatchObject({
      trainingStart: expect.any(Function) as unknown,
      dialogChooseImages: expect.any(Function) as unknown,
      filesDropped: expect.any(Function) as unknown,
      on: expect.any(Function) as unknown,
    });
  });

  it('asks on the channel of the call and unwraps the answer', async () => {
    const input = { n: 1, latents: new Float32Array(2) };
    await expect(bridge.spaceDecode(input)).resolves.toBe('done');
    expect(invoke).toHaveBeenCalledExactlyOnceWith('atelier:call:space.decode', input);
  });

  it('rejects with the sentence of an answer that failed', async () => {
    invoke.mockResolvedValue({ ok: false, error: { kind: 'user', message: 'Choose another folder.' } });
    await expect(bridge.runsList({})).rejects.toThrow(new Error('Choose another folder.'));
  });

  it.each([undefined, null, 'text', {}, { ok: true }, { ok: false }, { ok: false, error: {} }])(
    'rejects the answer %j, which is none',
    async (answer) => {
      invoke.mockResolvedValue(answer);
      await expect(bridge.runsList({})).rejects.toThrow('do not understand each other');
    },
  );

  it('names the path of a dropped folder itself', async () => {
    await bridge.filesDropped([file]);
    expect(pathOf).toHaveBeenCalledExactlyOnceWith(file);
    expect(invoke).toHaveBeenCalledExactlyOnceWith('atelier:call:files.dropped', {
      paths: ['/home/me/images'],
    });
    pathOf.mockReturnValue('');
    await expect(bridge.filesDropped([file])).rejects.toThrow('not a folder or a file on this computer');
  });

  it('tells an event to those who listen to it, until they stop', () => {
    const first = vi.fn();
    const second = vi.fn();
    const stop = bridge.on('menu.action', first);
    bridge.on('menu.action', second);
    bridge.on('engine.status', () => expect.unreachable());
    hear({}, 'menu.action', { action: 'fit-map' });
    stop();
    hear({}, 'menu.action', { action: 'open-run' });
    hear({}, 'unknown', {});
    hear({}, 7, {});
    expect(first.mock.calls).toEqual([[{ action: 'fit-map' }]]);
    expect(second).toHaveBeenCalledTimes(2);
  });

  it('lets one function listen twice and stop once', () => {
    const listener = vi.fn();
    const stop = bridge.on('menu.action', listener);
    bridge.on('menu.action', listener);
    stop();
    hear({}, 'menu.action', { action: 'fit-map' });
    expect(listener).toHaveBeenCalledOnce();
  });

  it('refuses to listen to what is no event', () => {
    expect(() => bridge.on('__proto__' as 'menu.action', () => undefined)).toThrow('There is no event');
  });
});
