import { expect, test, vi } from 'vitest';
import { hasDisplay, withDisplay } from './display.mjs';
import { onPath } from './system-packages.mjs';

const onLinux = process.platform === 'linux';

test.runIf(onLinux)('a variable whose display is gone does not count', async () => {
  vi.stubEnv('WAYLAND_DISPLAY', undefined);
  vi.stubEnv('DISPLAY', ':59999');
  expect(await hasDisplay()).toBe(false);
  vi.stubEnv('DISPLAY', undefined);
  expect(await hasDisplay()).toBe(false);
  vi.unstubAllEnvs();
});

test.runIf(onLinux && onPath('Xvfb'))(
  'virtual displays have numbers of their own and end when told to',
  async () => {
    const seen = await withDisplay(
      (first) =>
        withDisplay(async (second) => [first.env['DISPLAY'], second.env['DISPLAY']], { virtual: true }),
      { virtual: true },
    );
    expect(seen[0]).toMatch(/^:\d+$/);
    expect(seen[1]).not.toBe(seen[0]);
    vi.stubEnv('WAYLAND_DISPLAY', undefined);
    vi.stubEnv('DISPLAY', seen[0]);
    expect(await hasDisplay()).toBe(false);
    vi.unstubAllEnvs();
  },
);
