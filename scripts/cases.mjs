// Tries the app on files that others made, and says of each what a person would have expected otherwise.
// Usage: npm run cases -- [--from FOLDER] [--only PART]; FOLDER holds the Python scripts that make the files.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { differences, makeSamples, root, whyNoPython } from './cases/runner.mjs';
import * as metadata from './cases/metadata.mjs';
import * as vectors from './cases/vectors.mjs';

/** Further parts are entered here, each with its script, its Python modules and its expectations. */
const PARTS = { vectors, metadata };

const { values } = parseArgs({
  options: { from: { type: 'string', default: '../shared/cases' }, only: { type: 'string' } },
});
const from = path.resolve(root, values.from);
const python = process.env.LATENT_ATELIER_PYTHON ?? 'python3';
let [tried, failed, left] = [0, 0, 0];
if (!existsSync(from)) {
  console.error(`There is no folder ${from}: name the one with the scripts that make the cases (--from).`);
  process.exit(2);
}
for (const [name, { script, modules, expectations }] of Object.entries(PARTS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const why = await whyNoPython(python, modules);
  if (why !== null) {
    console.log(`${name}: ${why}`);
    left += expectations.length;
    continue;
  }
  const folder = await mkdtemp(path.join(tmpdir(), `latent-atelier-cases-${name}-`));
  try {
    if (!(await makeSamples(python, path.join(from, script), folder))) {
      left += expectations.length;
      continue;
    }
    for (const expectation of expectations) {
      tried += 1;
      const odd = await differences(folder, expectation);
      if (odd.length > 0) failed += 1;
      console.log(`${odd.length === 0 ? 'as expected' : 'OTHERWISE  '}  ${name}  ${expectation.file}`);
      for (const difference of odd) console.log(`             ${difference}`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
console.log(`${tried} files tried, ${failed} not as expected, ${left} left out.`);
process.exitCode = failed > 0 || left > 0 ? 1 : 0;
