import { hasDisplay } from './display.mjs';
import { sizes } from './progress.mjs';
import { requireNode } from './requirements.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {'ok' | 'missing' | 'damaged'} State */
/** @typedef {{ name: string, state: State, version: string, source: string, bytes: number, problems: string[] }} Part */

/**
 * What is there, from which source, in which version.
 * @param {readonly import('./step.mjs').Step[]} steps
 * @param {{ thorough: boolean }} options thorough: every pinned file is hashed anew
 * @returns {Promise<Part[]>}
 */
export async function report(steps, options) {
  const parts = [nodePart()];
  for (const step of steps) parts.push(await partOf(step, options));
  return [...parts, await displayPart()];
}

/** @param {import('./step.mjs').Step} step @param {{ thorough: boolean }} options @returns {Promise<Part>} */
async function partOf(step, options) {
  const { version, source, bytes = 0, problems } = await step.describe(options);
  const complete = await step.isComplete().catch(asProblem(problems));
  const absent = version === '';
  if (!complete && problems.length === 0)
    problems.push(absent ? 'not set up yet' : 'not what it was when it was set up');
  const state = problems.length === 0 ? 'ok' : absent ? 'missing' : 'damaged';
  return { name: step.title, state, version, source, bytes, problems };
}

/** @param {string[]} problems @returns {(error: unknown) => false} */
function asProblem(problems) {
  return (error) => {
    if (!(error instanceof SetupError)) throw error;
    problems.push(error.message);
    return false;
  };
}

/** @returns {Part} */
function nodePart() {
  /** @type {string[]} */
  const problems = [];
  try {
    requireNode();
  } catch (error) {
    asProblem(problems)(error);
  }
  const state = problems.length === 0 ? 'ok' : 'damaged';
  return { name: 'Node', state, version: process.versions.node, source: '', bytes: 0, problems };
}

/** @returns {Promise<Part>} */
async function displayPart() {
  const { WAYLAND_DISPLAY: wayland, DISPLAY: x11 } = process.env;
  const real = (await hasDisplay()) ? (wayland ?? x11 ?? 'the desktop') : 'none, Xvfb takes its place';
  return { name: 'Display', state: 'ok', version: real, source: '', bytes: 0, problems: [] };
}

/** @param {readonly Part[]} parts @returns {string} */
export function asTable(parts) {
  const rows = parts.map(({ name, state, version, source, bytes }) => [
    name,
    state,
    version,
    bytes > 0 ? sizes(bytes) : '',
    source,
  ]);
  const header = ['', 'state', 'version', 'size', 'from'];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = [header, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const problems = parts.flatMap((part) => part.problems.map((problem) => `${part.name}: ${problem}`));
  return [
    ...lines,
    ...(problems.length > 0 ? ['', ...problems, '`npm run setup` mends what it can.'] : []),
  ].join('\n');
}
