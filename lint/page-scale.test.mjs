import { ESLint, Linter } from 'eslint';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/**
 * How often the project's ban on reading type size and pixel ratio fires on `code` at `file`. The rule is taken alone:
 * those that ask for types take half a minute to begin with.
 *
 * @param {string} file
 * @param {string} code
 */
async function bans(file, code) {
  const config = await new ESLint({ cwd: root }).calculateConfigForFile(path.join(root, file));
  const ban = config.rules['no-restricted-syntax'] ?? 'off';
  return new Linter().verify(code, { rules: { 'no-restricted-syntax': ban } }).length;
}

it('lets type size and pixel ratio be read in one place of the window alone', async () => {
  const code = [
    'export const ratio = window.devicePixelRatio;',
    'export const { fontSize } = getComputedStyle(document.documentElement);',
    "export const { width } = document.createElement('canvas').getContext('2d').measureText('a');",
    '',
  ].join('\n');
  expect(await bans('src/renderer/panels/splitter.tsx', code)).toBe(3);
  expect(await bans('src/renderer/scene/stage.ts', code)).toBe(3);
  expect(await bans('src/renderer/scene/page-scale.ts', code)).toBe(0);
});
