import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { latentHandlers } from './latent-handlers';
import { testServices } from './testing/test-services';

it('writes a path where the user says, under a name that says what it is', async () => {
  const call = vi.fn<(call: string, input: unknown) => Promise<unknown>>().mockResolvedValue('answered');
  const chooseSaveFile = vi.fn<(title: string, suggested: string) => Promise<string | null>>();
  const handlers = latentHandlers(testServices('/home', { call, chooseSaveFile }));
  const input = { from: 3, via: [20], to: 9, steps: 16, method: 'graph' as const, format: 'gif' as const };
  chooseSaveFile.mockResolvedValue(null);
  expect(await handlers['export.path'](input)).toBeNull();
  expect(call).not.toHaveBeenCalled();
  chooseSaveFile.mockResolvedValue('/home/walk.gif');
  expect(await handlers['export.path'](input)).toBe('answered');
  expect(chooseSaveFile).toHaveBeenLastCalledWith(
    'Export Path as GIF',
    path.join('/home', 'Documents', 'path-3-20-9.gif'),
    { name: 'Animated GIF', extensions: ['gif'] },
  );
  expect(call).toHaveBeenLastCalledWith('export.path', { ...input, path: '/home/walk.gif' });
});
