// Gives the app hostile files, one by one, and demands an answer of each: exit 0 or 2, in time, within memory.
// Usage: npm run attack -- [--from FOLDER] [--only TEXT]; FOLDER holds the Python scripts that make the files.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { answerTo, LIMITS } from './attack/answer.mjs';
import { build } from './build.mjs';
import { explainFailure, provision } from './provision/index.mjs';
import { root } from './run.mjs';

const run = promisify(execFile);

/** @typedef {{ name: string, args: string[] }} Attack */

await explainFailure(async () => {
  const { values } = parseArgs({
    options: { from: { type: 'string', default: '../shared/cases/hostile' }, only: { type: 'string' } },
  });
  const from = path.resolve(root, values.from);
  if (!existsSync(from)) throw new Error(`There is no folder ${from}: name it with --from.`);
  await provision({ need: [] });
  if ((await build({ quiet: true })) !== 0)
    throw new Error('The engine could not be built; the reason is above.');
  const folder = await mkdtemp(path.join(tmpdir(), 'latent-atelier-attack-'));
  let [held, broken] = [0, 0];
  try {
    for (const { name, args } of await attacksIn(from, folder)) {
      if (values.only !== undefined && !name.includes(values.only)) continue;
      const { code, seconds, megabytes, text, faults } = await answerTo(args, { cwd: folder });
      faults.length === 0 ? (held += 1) : (broken += 1);
      const figures = `${code ?? 'killed'}  ${seconds.toFixed(1).padStart(5)} s ${megabytes.toFixed(0).padStart(5)} MB`;
      const last = JSON.stringify(text.trim().split('\n').at(-1)?.slice(-160) ?? '');
      console.log(
        `${faults.length === 0 ? 'held  ' : 'BROKEN'}  ${figures}  ${name}  ${[...faults, last].join('; ')}`,
      );
    }
    const pwned = (await readdir(folder)).filter((name) => name.startsWith('PWNED'));
    if (pwned.length > 0) console.log(`BROKEN  code in a file was run: ${pwned.join(', ')}`);
    broken += pwned.length;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(
    `${held + broken} attempted, ${held} held, ${broken} broken; at most ${LIMITS.seconds} s and ${LIMITS.megabytes} MB each.`,
  );
  process.exitCode = broken === 0 ? 0 : 1;
});

/** Makes the files, and says how each is given to the app. @param {string} from @param {string} folder @returns {Promise<Attack[]>} */
async function attacksIn(from, folder) {
  const python = process.env.LATENT_ATELIER_PYTHON ?? 'python3';
  const starter = path.join(root, 'resources/starter');
  /** @param {string} script @param {string} into @param {string[]} more */
  const make = async (script, into, more = []) => {
    const at = path.join(folder, into);
    await mkdir(at, { recursive: true });
    await run(python, [path.join(from, script), ...more], { cwd: at, maxBuffer: 2 ** 26 });
    return at;
  };
  const files = await make('hostile-files.py', 'files');
  const runs = await make('hostile-runs.py', 'runs', [starter]);
  const images = await make('hostile-images.py', 'images');
  /** @param {string} file */
  const project = (file) => [
    'project',
    '--in',
    file,
    '--out',
    path.join(folder, 'out.csv'),
    '--method',
    'pca',
  ];
  /** @param {string} under */
  const within = async (under) =>
    (await readdir(path.join(files, under))).sort().map((name) => path.join(files, under, name));
  return [
    ...(await within('v')).map((file) => ({ name: `v/${path.basename(file)}`, args: project(file) })),
    ...['fifo/a.npy', 'zerom/a.npy'].map((name) => ({ name, args: project(path.join(files, name)) })),
    ...(await within('p')).map((file) => ({
      name: `p/${path.basename(file)}`,
      args: [
        'model',
        '--from',
        file,
        '--data',
        'fashion-mnist',
        '--run',
        path.join(folder, `of ${path.basename(file)}`),
      ],
    })),
    ...(await readdir(runs)).sort().map((name) => ({
      name: `runs/${name}`,
      args: ['model', '--run', path.join(runs, name), '--to', path.join(folder, 'taken.safetensors')],
    })),
    {
      name: 'images/set',
      args: [
        'train',
        '--data',
        path.join(images, 'set'),
        '--run',
        path.join(folder, 'trained'),
        '--epochs',
        '1',
        '--latent',
        '2',
      ],
    },
  ];
}
