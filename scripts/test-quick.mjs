import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { explainFailure, provision } from './provision/index.mjs';
import { root } from './run.mjs';

const run = promisify(execFile);

/**
 * `npm run test:quick`: the types, lint of the files that changed, and the unit tests that load no TensorFlow. A look
 * before a commit; `npm test` is the proof.
 */
await explainFailure(async () => {
  await provision({ need: [] });
  const { runCheck, typeCheck, typeProjects } = await import('./testing/checks.mjs');
  const { clearReports, runUnitSuite } = await import('./testing/suites.mjs');
  const { conclusion } = await import('./testing/summary.mjs');
  await clearReports();

  const files = await changedSources();
  const lint = { name: 'Lint', file: 'eslint/bin/eslint.js', args: ['--no-warn-ignored', ...files] };
  console.log(
    files.length === 0 ? 'Lint: no file has changed.' : `Lint: ${files.length} files that have changed.`,
  );
  const staticChecks = async () => {
    const results = [];
    for (const project of typeProjects) results.push(await runCheck(typeCheck(project)));
    if (files.length > 0) results.push(await runCheck(lint));
    return results;
  };
  const unit = runUnitSuite({ args: ['--project=pure', '--project=plain'] });
  const results = [...(await staticChecks()), await unit];
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failures = results.flatMap((result) => result.failures);
  console.log(`\n${conclusion(passed, failures)}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
});

/** What ESLint reads of the files that differ from HEAD, are untracked, or were changed since `origin/main`. */
async function changedSources() {
  const base = await git('merge-base', 'HEAD', 'origin/main').catch(() => []);
  const lists = await Promise.all([
    git('diff', '--name-only', 'HEAD'),
    git('ls-files', '--others', '--exclude-standard'),
    ...(base[0] === undefined ? [] : [git('diff', '--name-only', base[0])]),
  ]);
  const sources = lists.flat().filter((file) => /\.(ts|tsx|mjs)$/.test(file));
  return [...new Set(sources)].filter((file) => existsSync(path.join(root, file)));
}

/** The lines that git prints. @param {string[]} args */
async function git(...args) {
  const { stdout } = await run('git', args, { cwd: root, maxBuffer: 2 ** 26 });
  return stdout.split('\n').filter((line) => line !== '');
}
