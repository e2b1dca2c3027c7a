import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { explainFailure, provision } from './provision/index.mjs';
import { root } from './run.mjs';

/**
 * `npm run bench:csv -- [--rows 70000] [--rounds 3]`: writes an embedding of 64 dimensions as CSV, 135 columns beside the index, by turns with
 * the app's own writer and, where `LATENT_ATELIER_PYTHON` names a Python with pandas, with `DataFrame.to_csv`. Prints the
 * median of the seconds, and by how many MB the app's largest resident set grew meanwhile.
 */
const run = promisify(execFile);
const LATENT = 64;

await explainFailure(async () => {
  const { values } = parseArgs({
    options: { rows: { type: 'string', default: '70000' }, rounds: { type: 'string', default: '3' } },
  });
  await provision({ need: [] });
  const { runnerImport } = await import('vite');
  /** @param {string} file */
  const load = async (file) => (await runnerImport(path.join(root, 'src', file))).module;
  /** @type {typeof import('../src/core/formats/embedding-table.ts')} */
  const { embeddingCsv } = await load('core/formats/embedding-table.ts');
  /** @type {typeof import('../src/engine/export/describe-export.ts')} */
  const { hashed } = await load('engine/export/describe-export.ts');
  /** @type {typeof import('../src/engine/runs/write-whole.ts')} */
  const { writeWhole } = await load('engine/runs/write-whole.ts');
  /** @type {typeof import('../src/core/random/generator.ts')} */
  const { Generator } = await load('core/random/generator.ts');

  const n = Number(values.rows);
  const random = new Generator(0);
  /** @param {number} size */
  const normals = (size) => Float32Array.from({ length: n * size }, () => random.normal());
  /** @type {import('../src/core/formats/embedding-table.ts').EmbeddingTable} */
  const table = {
    n,
    latent: LATENT,
    split: new Array(n).fill('test'),
    label: Int32Array.from({ length: n }, (_, i) => i % 10),
    mu: normals(LATENT),
    logvar: normals(LATENT),
    map: normals(3),
    dims: 3,
    bce: normals(1),
    kl: normals(1),
  };
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-csv-'));
  const python = process.env['LATENT_ATELIER_PYTHON'];
  /** @type {{ here: number[], pandas: number[] }} */
  const told = { here: [], pandas: [] };
  const before = largestSet();
  try {
    for (let round = 0; round < Number(values.rounds); round++) {
      const began = performance.now();
      const bytes = await writeWhole(path.join(folder, 'here.csv'), hashed(embeddingCsv(table)).chunks);
      const seconds = (performance.now() - began) / 1000;
      told.here.push(seconds);
      if (round === 0) console.log(`${n} rows, 135 columns and the index, ${Math.round(bytes / 1e6)} MB`);
      if (python === undefined) continue;
      const script = path.join(root, 'scripts', 'fixtures', 'write-csv.py');
      const { stdout } = await run(python, [
        script,
        String(n),
        String(LATENT),
        path.join(folder, 'pandas.csv'),
      ]);
      told.pandas.push(Number(stdout));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const growth = Math.round(largestSet() - before);
  console.log(`here: ${median(told.here).toFixed(2)} s, grew by ${growth} MB`);
  if (told.pandas.length > 0) console.log(`pandas: ${median(told.pandas).toFixed(2)} s`);
});

/** In MB, since the process began. */
function largestSet() {
  return process.resourceUsage().maxRSS / 1024;
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
