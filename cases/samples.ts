import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const from = process.env['CASES_FROM'] ?? path.resolve(import.meta.dirname, '../../shared/cases');
const python = process.env['LATENT_ATELIER_PYTHON'] ?? 'python3';

/**
 * Has a Python script make its samples in a new temporary folder, which the caller removes. Throws with one sentence
 * when there is no such script, or no Python with its packages.
 */
export async function makeSamples(script: string, packages: readonly string[]): Promise<string> {
  const file = path.join(from, script);
  if (!existsSync(file))
    throw new Error(`There is no ${file}: name the folder of the scripts that make the samples with --from.`);
  await run(python, ['-c', `import ${packages.join(', ')}`]).catch((error: unknown) => {
    const needed = `name a Python that has ${packages.join(', ')} with LATENT_ATELIER_PYTHON`;
    throw new Error(`${python} cannot make the samples (${lastLine(error)}): ${needed}.`);
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'latent-atelier-cases-'));
  await run(python, [file, folder], { maxBuffer: 2 ** 26 });
  return folder;
}

/** What Python says last, or why it could not be started. */
function lastLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const text = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return text === '' ? error.message : text.slice(text.lastIndexOf('\n') + 1);
}

/** All files below a folder, relative to it, with `/`, sorted. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort();
}
