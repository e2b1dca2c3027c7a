import type { App, Session } from 'electron';
import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { lockDownPages, lockDownSession } from './lock-down';
import { MemoryLog } from './testing/memory-log';

/** New contents as the app would announce them, with what was done to them. */
function page(mayGo: (url: string) => boolean) {
  const app = new EventEmitter();
  const setWindowOpenHandler = vi.fn<(handler: (details: { url: string }) => { action: string }) => void>();
  const setWebRTCIPHandlingPolicy = vi.fn<(policy: string) => void>();
  const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler, setWebRTCIPHandlingPolicy });
  lockDownPages(app as unknown as App, mayGo, new MemoryLog());
  app.emit('web-contents-created', {}, contents);
  return { contents, setWindowOpenHandler, setWebRTCIPHandlingPolicy };
}

const ways = ['will-navigate', 'will-redirect', 'will-frame-navigate'];

describe('lockDownPages', () => {
  it.each([...ways, 'will-attach-webview'])('prevents %s', (event) => {
    const details = { url: 'https://example.com/', preventDefault: vi.fn() };
    page(() => false).contents.emit(event, details);
    expect(details.preventDefault).toHaveBeenCalledOnce();
  });

  it('opens no windows', () => {
    const { setWindowOpenHandler } = page(() => true);
    expect(setWindowOpenHandler.mock.lastCall?.[0]({ url: 'https://example.com/' })).toEqual({
      action: 'deny',
    });
  });

  it('lets WebRTC send nothing by itself', () => {
    expect(page(() => true).setWebRTCIPHandlingPolicy).toHaveBeenCalledExactlyOnceWith(
      'disable_non_proxied_udp',
    );
  });

  it.each(ways)('lets the development server through at %s, and nobody else', (event) => {
    const { contents } = page((url) => url.startsWith('http://localhost:5173/'));
    const own = { url: 'http://localhost:5173/', preventDefault: vi.fn() };
    const other = { url: 'http://localhost:5174/', preventDefault: vi.fn() };
    contents.emit(event, own);
    contents.emit(event, other);
    expect(own.preventDefault).not.toHaveBeenCalled();
    expect(other.preventDefault).toHaveBeenCalledOnce();
  });
});

describe('lockDownSession', () => {
  function session() {
    return Object.assign(new EventEmitter(), {
      setPermissionRequestHandler:
        vi.fn<
          (handler: (contents: null, permission: string, answer: (ok: boolean) => void) => void) => void
        >(),
      setPermissionCheckHandler: vi.fn<(handler: () => boolean) => void>(),
      setDevicePermissionHandler: vi.fn<(handler: () => boolean) => void>(),
      setProxy: vi.fn<(config: { proxyRules: string }) => Promise<void>>(() => Promise.resolve()),
      webRequest: {
        onBeforeRequest:
          vi.fn<
            (
              filter: { urls: string[] },
              listener: (details: { url: string }, answer: (response: unknown) => void) => void,
            ) => void
          >(),
      },
    });
  }

  it('grants no permission and saves no download', () => {
    const fake = session();
    lockDownSession(fake as unknown as Session, true, new MemoryLog());
    const answer = vi.fn();
    fake.setPermissionRequestHandler.mock.lastCall?.[0](null, 'geolocation', answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith(false);
    expect(fake.setPermissionCheckHandler.mock.lastCall?.[0]()).toBe(false);
    expect(fake.setDevicePermissionHandler.mock.lastCall?.[0]()).toBe(false);
    const download = { preventDefault: vi.fn() };
    fake.emit('will-download', download);
    expect(download.preventDefault).toHaveBeenCalledOnce();
  });

  it('cuts the page off from the network, save in development', () => {
    const online = session();
    lockDownSession(online as unknown as Session, false, new MemoryLog());
    expect(online.webRequest.onBeforeRequest).not.toHaveBeenCalled();
    expect(online.setProxy).not.toHaveBeenCalled();
    const offline = session();
    lockDownSession(offline as unknown as Session, true, new MemoryLog());
    const [filter, listener] = offline.webRequest.onBeforeRequest.mock.lastCall!;
    expect(offline.setProxy).toHaveBeenCalledExactlyOnceWith({
      proxyRules: 'http://127.0.0.1:9',
      proxyBypassRules: '<-loopback>',
    });
    expect(filter.urls).toEqual(expect.arrayContaining(['https://*/*', 'file://*/*']));
    const answer = vi.fn();
    listener({ url: 'https://example.com/' }, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel: true });
  });
});
