import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const root = path.resolve(import.meta.dirname, '../..');

/**
 * What a person expects of one file.
 *
 * @typedef {object} Expectation
 * @property {string} file relative to the folder of the samples
 * @property {string[]} [args] of `project` besides the file
 * @property {number} [points] vectors that are taken
 * @property {number} [from] their dimensions
 * @property {string | null} [label] the column that is the label
 * @property {string | null} [split]
 * @property {string | null} [path] the column of image files
 * @property {string[]} [columns] first and last of the columns that are the vectors
 * @property {RegExp} [says] a sentence among the notes
 * @property {RegExp} [refused] the sentence of the refusal, in place of all others
 */

/** Why the Python at hand cannot make samples, in a sentence; null when it can. @param {string} python @param {string[]} modules */
export async function whyNoPython(python, modules) {
  try {
    await run(python, ['-c', `import ${modules.join(', ')}`]);
    return null;
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    return `${python} cannot make the samples (${text.split('\n').at(-1) ?? ''}): name one that has ${modules.join(', ')} in LATENT_ATELIER_PYTHON.`;
  }
}

/** Makes samples into a folder; answers whether they were made. @param {string} python @param {string} script @param {string} folder */
export async function makeSamples(python, script, folder) {
  if (!existsSync(script)) {
    console.log(`There is no ${script}: its cases are left out.`);
    return false;
  }
  await run(python, [script, folder], { maxBuffer: 2 ** 26 });
  return true;
}

/**
 * What the terminal says of a file of vectors: the JSON of `project`, or its refusal.
 *
 * @param {string} file @param {string[]} args @param {string} out
 * @returns {Promise<{ json: Record<string, any> } | { refusal: string }>}
 */
async function project(file, args, out) {
  const cli = path.join(root, 'scripts/cli.mjs');
  try {
    const { stdout } = await run(
      process.execPath,
      [cli, 'project', '--in', file, '--out', out, '--method', 'pca', '--dims', '2', '--json', ...args],
      { cwd: root, maxBuffer: 2 ** 26 },
    );
    return { json: JSON.parse(stdout) };
  } catch (error) {
    if (error instanceof Error && 'stderr' in error) return { refusal: String(error.stderr).trim() };
    throw error;
  }
}

/** What differs from the expectation, in words. @param {string} folder @param {Expectation} expected @returns {Promise<string[]>} */
export async function differences(folder, expected) {
  const { file, args = [], refused } = expected;
  const found = await project(path.join(folder, file), args, path.join(folder, 'map.csv'));
  if ('refusal' in found) {
    if (refused === undefined) return [`was refused: ${found.refusal}`];
    return refused.test(found.refusal) ? [] : [`was refused in other words: ${found.refusal}`];
  }
  const { json } = found;
  if (refused !== undefined) return [`was taken: ${json.taken}`];
  const { roles } = json;
  const columns = roles.vectors.kind === 'array' ? [] : roles.vectors.columns;
  const actual = {
    points: json.points,
    from: json.from,
    label: roles.label?.column ?? null,
    split: roles.split?.column ?? null,
    path: roles.path?.column ?? null,
    columns: columns.length > 1 ? [columns[0], columns.at(-1)] : columns,
  };
  const odd = Object.entries(actual).flatMap(([name, value]) => {
    const wanted = expected[/** @type {keyof Expectation} */ (name)];
    if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(value)) return [];
    return [`${name}: ${JSON.stringify(value)} where ${JSON.stringify(wanted)} is expected`];
  });
  const { says } = expected;
  const notes = json.notes.join(' ');
  return says === undefined || says.test(notes) ? odd : [...odd, `does not say ${String(says)}: ${notes}`];
}
