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
