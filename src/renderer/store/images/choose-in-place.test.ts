import { expect, it } from 'vitest';
import { relocated } from './choose-in-place';

it('one folder that is chosen for several holds them under their names', () => {
  const former = { kind: 'images' as const, paths: ['/a/moths', 'C:\\b\\bees'] };
  expect(relocated(former, ['/new'])).toEqual({ kind: 'images', paths: ['/new/moths', '/new/bees'] });
  expect(relocated(former, ['/x', '/y'])).toEqual({ kind: 'images', paths: ['/x', '/y'] });
  expect(relocated({ kind: 'folder', path: '/a' }, ['/b'])).toEqual({ kind: 'folder', path: '/b' });
  expect(relocated(former, [])).toBeNull();
});
