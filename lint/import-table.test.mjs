import { ESLint, Linter } from 'eslint';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { forbiddenImport } from './import-table.mjs';

const root = path.resolve(import.meta.dirname, '..');

/**
 * What the import table says of `code` at `file`, by the project's own configuration. The rule is taken alone: the
 * parser that knows types reads a file from the disk in place of `code` where `CI` is set.
 *
 * @param {string} file
 * @param {string} code
 */
async function lint(file, code) {
  const filename = path.join(root, file);
  const { plugins, rules } = await new ESLint({ cwd: root }).calculateConfigForFile(filename);
  const rule = 'house/import-table';
  const config = {
    files: ['**/*.ts'],
    plugins: { house: plugins.house },
    rules: { [rule]: rules[rule] ?? 'off' },
  };
  return new Linter({ cwd: root }).verify(code, [config], { filename }).map(({ message }) => message);
}

describe('the import table', () => {
  const forbidden = [
    ['src/core/csv.ts', '../contract/space'],
    ['src/core/csv.ts', 'node:fs'],
    ['src/core/csv.ts', '@tensorflow/tfjs-node'],
    ['src/contract/space.ts', '../engine/engine'],
    ['src/engine/engine.ts', '../main/window'],
    ['src/engine/engine.ts', 'electron'],
    ['src/main/window.ts', '../engine/engine'],
    ['src/main/window.ts', '@tensorflow/tfjs-node'],
    ['src/preload/index.ts', '../main/ipc'],
    ['src/renderer/panels/map.tsx', 'electron'],
    ['src/renderer/panels/map.tsx', 'node:path'],
    ['src/renderer/panels/map.tsx', '../../engine/engine'],
    ['src/renderer/scene/map-scene.ts', '../store/space'],
    ['src/renderer/scene/map-scene.ts', 'zustand'],
    ['src/cli/index.ts', '../../scripts/provision/index.mjs'],
  ];
  it.each(forbidden)('%s may not import %s', (file, specifier) => {
    expect(forbiddenImport(path.join(root, file), specifier, root)).toMatch(/^src\/.* may not import/);
  });

  const allowed = [
    ['src/core/map/layout.ts', '../random/generator'],
    ['src/contract/space.ts', 'zod'],
    ['src/engine/engine.ts', '../core/latent/lerp'],
    ['src/engine/engine.ts', 'node:fs/promises'],
    ['src/cli/index.ts', '../engine/engine'],
    ['src/renderer/panels/map.tsx', '../scene/map-scene'],
    ['src/renderer/panels/map.tsx', '../../contract'],
    ['src/renderer/scene/map-scene.ts', 'three/addons/controls/OrbitControls.js'],
    ['scripts/start.mjs', 'node:path'],
  ];
  it.each(allowed)('%s may import %s', (file, specifier) => {
    expect(forbiddenImport(path.join(root, file), specifier, root)).toBeNull();
  });
});

describe('the lint rule', () => {
  it('fires in the project’s own configuration, on imports, re-exports and dynamic imports', async () => {
    const code = [
      "import { spawn } from 'node:child_process';",
      "export * from '../../engine/engine';",
      "export const later = () => import('electron');",
      'void spawn;',
      '',
    ].join('\n');
    expect(await lint('src/core/latent/any.ts', code)).toEqual([
      'src/core may not import node:child_process.',
      'src/core may not import src/engine: imports point downwards only.',
      "src/core may not import the package 'electron'.",
    ]);
  });
});
