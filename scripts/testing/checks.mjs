import { runPart } from './part.mjs';
import { failure } from './summary.mjs';

/**
 * A check without tests of its own, which passes or fails as a whole.
 *
 * @typedef {object} Check
 * @property {string} name
 * @property {string} file below node_modules
 * @property {string[]} args
 */

const cacheFolder = 'node_modules/.cache';

/** What each TypeScript project is called in its `tsconfig.NAME.json`. */
export const typeProjects = ['core', 'node', 'web', 'e2e'];

/**
 * The types of a project. What has been checked is kept, with all that it depends on, so that a second check reads
 * only what a change can have reached.
 *
 * @param {string} project
 * @returns {Check}
 */
export function typeCheck(project) {
  const known = ['--incremental', '--tsBuildInfoFile', `${cacheFolder}/types/${project}.tsbuildinfo`];
  return {
    name: `Types (${project})`,
    file: 'typescript-7/bin/tsc',
    args: ['--project', `tsconfig.${project}.json`, ...known],
  };
}

/**
 * All checks of `npm test`. Lint has no cache: its rules read types from other files, and ESLint's cache knows only a
 * file's own content, so it would hide what a change elsewhere breaks. Prettier looks at one file at a time.
 *
 * @type {readonly Check[]}
 */
export const checks = [
  {
    name: 'Format',
    file: 'prettier/bin/prettier.cjs',
    args: [...['--check', '--log-level', 'warn'], ...['--cache', '--cache-strategy', 'content', '.']],
  },
  ...typeProjects.map(typeCheck),
  { name: 'Lint', file: 'eslint/bin/eslint.js', args: ['.'] },
];

/**
 * @param {Check} check
 * @returns {Promise<import('./suites.mjs').SuiteResult>}
 */
export async function runCheck({ name, file, args }) {
  const { code, lines, seconds } = await runPart(name.toLowerCase(), file, args);
  if (code === 0) return { passed: 1, failures: [], seconds };
  return { passed: 0, failures: [failure(name, lines.join('\n') || `exit code ${code}`)], seconds };
}
