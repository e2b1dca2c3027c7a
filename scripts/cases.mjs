import path from 'node:path';
import { parseArgs } from 'node:util';
import { explainFailure, provision } from './provision/index.mjs';
import { root, runPackage } from './run.mjs';

/**
 * `npm run cases [-- --from FOLDER] [more for Vitest]`: has Python make files as other programs write them, and checks
 * that each is taken as a person expects (`cases/`). FOLDER holds the scripts that make them.
 */
await explainFailure(async () => {
  const { values, tokens } = parseArgs({
    options: { from: { type: 'string', default: '../shared/cases' } },
    strict: false,
    tokens: true,
  });
  // All but `--from`, as it was written.
  const own = tokens.find((token) => token.kind === 'option' && token.name === 'from');
  const args = process.argv.slice(2);
  if (own?.kind === 'option') args.splice(own.index, own.inlineValue === false ? 2 : 1);
  await provision({ need: ['tensorflow'] });
  const env = { ...process.env, CASES_FROM: path.resolve(root, String(values.from)) };
  const options = ['run', '--config', 'vitest.cases.config.ts', ...args];
  process.exitCode = await runPackage('vitest/vitest.mjs', options, { env });
});
