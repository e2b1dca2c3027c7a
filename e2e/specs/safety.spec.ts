import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, test } from '../app';

test('the page has no Node, no eval, and cannot leave', async ({ app }) => {
  const { page, electron } = app;
  expect(page.url()).toMatch(/^atelier:\/\//);
  expect(
    await page.evaluate(() => ({
      require: typeof Reflect.get(globalThis, 'require'),
      process: typeof Reflect.get(globalThis, 'process'),
      bridge: Object.keys(Reflect.get(globalThis, 'atelier') as object).every(
        (key) => !/ipc|send|invoke/i.test(key),
      ),
    })),
  ).toEqual({ require: 'undefined', process: 'undefined', bridge: true });

  const policy = await page.evaluate(async () =>
    (await fetch(window.location.href)).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe-eval');
  const inlineRan = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.documentElement.dataset.inline = "ran"';
    document.head.append(script);
    return document.documentElement.dataset['inline'] ?? 'refused';
  });
  expect(inlineRan).toBe('refused');

  expect(await page.evaluate(() => window.open('https://example.org') === null)).toBe(true);
  await page.evaluate(() => {
    window.location.href = 'https://example.org';
  });
  await page.waitForTimeout(300);
  expect(page.url()).toMatch(/^atelier:\/\//);
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');

  const preferences = await electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return (
      contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    ).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false });
});

test('nothing that the page can do reaches a listener on this machine', async ({ app }) => {
  const heard: string[] = [];
  const udp = createSocket('udp4').on('message', () => heard.push('UDP'));
  const tcp = createServer((socket) => {
    heard.push('TCP');
    socket.on('error', () => undefined).destroy();
  });
  udp.bind(0, '127.0.0.1');
  tcp.listen(0, '127.0.0.1');
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')]);
  const address = tcp.address();
  if (address === null || typeof address === 'string') throw new Error('The listener has no port.');
  try {
    // The listeners do hear what comes.
    const probe = createSocket('udp4');
    probe.send('x', udp.address().port, '127.0.0.1');
    await expect.poll(() => heard.splice(0)).toEqual(['UDP']);
    probe.close();

    await app.page.evaluate(
      async ({ udpPort, tcpPort }) => {
        const attempts: Promise<unknown>[] = [];
        for (const path of ['', 'x.png']) attempts.push(fetch(`http://127.0.0.1:${tcpPort}/${path}`));
        attempts.push(
          new Promise((resolve) => {
            const image = new Image();
            image.onload = image.onerror = resolve;
            image.src = `http://127.0.0.1:${tcpPort}/y.png`;
          }),
        );
        try {
          new WebSocket(`ws://127.0.0.1:${tcpPort}`);
        } catch {
          // The policy of the page refuses it at once.
        }
        navigator.sendBeacon(`http://127.0.0.1:${tcpPort}/beacon`, 'x');
        const gathered = new Promise((resolve) => {
          const peer = new RTCPeerConnection({
            iceServers: [
              { urls: `stun:127.0.0.1:${udpPort}` },
              { urls: `turn:127.0.0.1:${udpPort}?transport=udp`, username: 'a', credential: 'b' },
              { urls: `turn:127.0.0.1:${tcpPort}?transport=tcp`, username: 'a', credential: 'b' },
            ],
          });
          peer.onicegatheringstatechange = () => {
            if (peer.iceGatheringState === 'complete') resolve(null);
          };
          peer.createDataChannel('x');
          void peer.createOffer().then((offer) => peer.setLocalDescription(offer));
          setTimeout(resolve, 5_000);
        });
        await Promise.allSettled([...attempts, gathered]);
      },
      { udpPort: udp.address().port, tcpPort: address.port },
    );
    expect(heard).toEqual([]);
  } finally {
    udp.close();
    tcp.close();
  }
});
