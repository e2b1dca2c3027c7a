import type { App, Session, WebContents } from 'electron';
import type { Log } from './log';

/** Schemes and hosts that only a page that was taken over would ask for: the app needs no network. */
const outside = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'] };

/** The discard port, on which nothing listens. */
const DEAD_PROXY = 'http://127.0.0.1:9';

/**
 * Denies every page in the app, those to come included, what this app's page never does: going elsewhere, opening
 * windows, holding other pages, asking for permissions, downloading. `mayGo` lets the development server reload itself.
 */
export function lockDownPages(app: Pick<App, 'on'>, mayGo: (url: string) => boolean, log: Log): void {
  app.on('web-contents-created', (_, contents) => lockDownPage(contents, mayGo, log));
}

function lockDownPage(contents: WebContents, mayGo: (url: string) => boolean, log: Log): void {
  const refuse = (details: { url: string; preventDefault: () => void }): void => {
    if (mayGo(details.url)) return;
    details.preventDefault();
    log.warn(`The page was kept from going to ${details.url}`);
  };
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  // WebRTC asks no one else before it sends.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    log.warn(`The page was kept from opening ${url}`);
    return { action: 'deny' };
  });
}

/** The same for what belongs to the session; `offline` cuts the page off from the network and from files besides. */
export function lockDownSession(session: Session, offline: boolean, log: Log): void {
  session.setPermissionRequestHandler((_, permission, answer) => {
    log.warn(`The page was refused the permission '${permission}'`);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  if (!offline) return;
  // What asks for no request, such as WebRTC over TCP, finds a proxy that is not there; loopback is no way out either.
  session.setProxy({ proxyRules: DEAD_PROXY, proxyBypassRules: '<-loopback>' }).catch((error: unknown) => {
    log.error('The page could not be cut off by a proxy', error);
  });
  session.webRequest.onBeforeRequest(outside, (details, answer) => {
    log.warn(`The page was kept from loading ${details.url}`);
    answer({ cancel: true });
  });
}
