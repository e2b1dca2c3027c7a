import { createHash } from 'node:crypto';
import { copyFile, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { changesToSource, guard, writeSource } from './binding-source.mjs';
import { run } from './child.mjs';
import { packageFolder, root, runtime } from './paths.mjs';
import { freshFolder, putInPlace } from './place.mjs';
import { SetupError } from './setup-error.mjs';
import { stampBook } from './stamp.mjs';
import { compiler as compilerPackages, installFromSystem, onPath } from './system-packages.mjs';
import { sha256OfFile, sha256OfTree } from './verify.mjs';

/** @typedef {import('./progress.mjs').ProgressLine} ProgressLine */

const tfjsNode = packageFolder('@tensorflow/tfjs-node');
const fileName = 'tfjs_binding.node';
/** Node-API 8 is the newest that tfjs-node knows of; Node 20 and Electron 42 both offer it. */
const napiVersion = 8;
const placed = join(tfjsNode, 'lib', `napi-v${napiVersion}`, fileName);
/** Outlives `npm ci`, after which it is only copied. */
const kept = join(runtime, 'binding', fileName);
const libraryLink = join(tfjsNode, 'deps', 'lib');
const libraries = join(runtime, 'tensorflow', 'lib');
const probe = fileURLToPath(new URL('./probe-tensorflow.mjs', import.meta.url));

const flags = [
  ...[
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-shared',
    '-w',
    `-DNAPI_VERSION=${napiVersion}`,
    '-DBUILDING_NODE_EXTENSION',
  ],
  ...(process.platform === 'darwin'
    ? ['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/../../deps/lib']
    : ['-Wl,-rpath,$ORIGIN/../../deps/lib']),
];

/** @param {string} tensorflowPin what the headers and libraries came from */
export async function bindingIsInPlace(tensorflowPin) {
  const pin = await pinFor(tensorflowPin);
  if (!(await stampBook.holds('binding', (made) => made === pin))) return false;
  const target = await readlink(libraryLink).catch(() => '');
  if (resolve(dirname(libraryLink), target) !== libraries) return false;
  const [ours, theirs] = await Promise.all(
    [kept, placed].map((file) => sha256OfFile(file).catch(() => undefined)),
  );
  return ours !== undefined && ours === theirs;
}

/**
 * Compiles tfjs-node's binding against the TensorFlow in `.runtime/`, or takes the one compiled before.
 * @param {string} compiler
 * @param {string} tensorflowPin
 * @param {ProgressLine} line
 * @throws {SetupError}
 */
export async function putBindingInPlace(compiler, tensorflowPin, line) {
  const pin = await pinFor(tensorflowPin);
  const compiled = await stampBook.holds('binding', (made) => made === pin);
  if (!compiled) await compile(compiler, line);
  await mkdir(dirname(libraryLink), { recursive: true });
  await rm(libraryLink, { recursive: true, force: true });
  await symlink(relative(dirname(libraryLink), libraries), libraryLink);
  await mkdir(dirname(placed), { recursive: true });
  await copyFile(kept, `${placed}.new`);
  await rename(`${placed}.new`, placed);
  if (compiled) return;
  line.say('loading it for the first time');
  const version = await loadedVersion();
  const source = 'compiled on this machine';
  await stampBook.write(
    'binding',
    { version, source, pin },
    new Map([[join('binding', fileName), await sha256OfFile(kept)]]),
  );
}

/**
 * Loads TensorFlow in another process.
 * @returns {Promise<string>} its version
 * @throws {SetupError} when it cannot be loaded
 */
export async function loadedVersion() {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' };
  const { code, output, errors } = await run(process.execPath, [probe], { cwd: root, env });
  if (code === 0) return output.trim();
  const reason =
    errors.split('\n').find((text) => /Error: |error while loading/.test(text)) ?? `exit ${code}`;
  throw new SetupError(`TensorFlow does not run on this machine (${reason.trim()}).`);
}

/**
 * The C++ compiler's command; asked for before anything large is fetched.
 * @param {ProgressLine} line
 * @throws {SetupError}
 */
export async function requireCompiler(line) {
  if (process.platform === 'darwin') {
    // There `c++` always exists, and opens a dialogue where the tools behind it are missing.
    const { code } = await run('xcode-select', ['-p']);
    if (code !== 0)
      throw new SetupError(
        'The C++ compiler is missing: type `xcode-select --install`, then run this again.',
      );
    return 'c++';
  }
  const find = () => ['c++', 'g++', 'clang++'].find(onPath);
  if (!find()) await installFromSystem('The C++ compiler is missing', [compilerPackages], line);
  return find() ?? 'c++';
}

/** @param {string} compiler @param {ProgressLine} line */
async function compile(compiler, line) {
  line.say(`compiling the binding with ${compiler}`);
  await stampBook.remove('binding');
  const folder = await freshFolder('binding');
  const sources = join(tfjsNode, 'binding');
  const files = await writeSource(sources, folder);
  const includes = [
    sources,
    join(packageFolder('node-api-headers'), 'include'),
    join(runtime, 'tensorflow', 'include'),
  ];
  const args = [
    ...flags,
    ...includes.map((include) => `-I${include}`),
    ...['-include', guard],
    ...files,
    ...[`-L${libraries}`, '-ltensorflow', '-ltensorflow_framework'],
    ...['-o', join(folder, fileName)],
  ];
  // A compiler that is killed leaves its own work behind: here it goes with ours.
  const env = { ...process.env, TMPDIR: folder };
  const { code, errors } = await run(compiler, args, { env });
  if (code !== 0) {
    const reason = errors.split('\n').find((text) => /error|not found|ENOENT/i.test(text)) ?? `exit ${code}`;
    throw new SetupError(`TensorFlow's binding cannot be compiled with ${compiler} (${reason.trim()}).`);
  }
  await Promise.all(files.filter((file) => dirname(file) === folder).map((file) => rm(file)));
  await putInPlace(folder, dirname(kept));
}

/** Another tfjs-node, other headers, other changes to them or another TensorFlow ask for another binding. @param {string} tensorflowPin */
async function pinFor(tensorflowPin) {
  const hash = createHash('sha256').update(JSON.stringify([tensorflowPin, flags, await changesToSource()]));
  for (const folder of [join(tfjsNode, 'binding'), join(packageFolder('node-api-headers'), 'include')]) {
    hash.update(JSON.stringify([...(await sha256OfTree(folder).catch(() => []))].sort()));
  }
  return hash.digest('hex');
}
