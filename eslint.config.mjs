import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import regexp from 'eslint-plugin-regexp';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import importTable from './lint/import-table.mjs';

const house = { rules: { 'import-table': importTable } };

export default defineConfig(
  { ignores: ['node_modules/', 'out/', '.runtime/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // One project of all files: each type is worked out once, and tsc's own projects keep the rooms' types apart.
        project: './tsconfig.lint.json',
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Typed arrays read `number | undefined` under noUncheckedIndexedAccess; hot loops assert the bounds they keep.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { house },
    rules: { 'house/import-table': 'error', 'no-console': 'error' },
  },
  {
    // A pattern that goes back over foreign text again and again hangs the process that reads it.
    files: ['src/**/*.{ts,tsx}', 'scripts/**/*.mjs'],
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': 'error', 'regexp/no-super-linear-move': 'error' },
  },
  {
    // A pipe in the place of a file holds a plain read for ever, and /dev/zero has no end. The kernel's files are no such.
    files: ['src/{engine,main,cli}/**/*.ts'],
    ignores: [
      'src/**/*.test.ts',
      'src/**/testing/**',
      'src/cli/bench/**',
      'src/engine/runs/running-process.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: ['node:fs', 'node:fs/promises'].map((name) => ({
            name,
            importNames: ['readFile', 'readFileSync', 'createReadStream'],
            message: 'Read by way of src/files/plain-file.ts.',
          })),
        },
      ],
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    // What depends on these is out of date as soon as the window grows, is zoomed or moved to another screen.
    files: ['src/renderer/**/*.{ts,tsx}'],
    ignores: ['src/renderer/scene/page-scale.ts', 'src/renderer/**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Identifier[name="devicePixelRatio"]',
          message: 'Read pixelRatio() of scene/page-scale.ts, again at each whenPageScaleChanges.',
        },
        {
          selector:
            'CallExpression[callee.name="getComputedStyle"] > MemberExpression[property.name="documentElement"]',
          message: 'Read typeScale() of scene/page-scale.ts, again at each whenPageScaleChanges.',
        },
        {
          selector: 'CallExpression[callee.property.name="measureText"]',
          message: 'Measure the element as it is laid out, again at each whenPageScaleChanges.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'Buffer', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'setInterval']
          .concat([
            'clearInterval',
            'setImmediate',
            'AbortController',
            'AbortSignal',
            'performance',
            'structuredClone',
          ])
          .map((name) => [name, 'readonly']),
      ),
    },
  },
);
