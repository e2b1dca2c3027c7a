import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bytesBelow, run } from './child.mjs';
import { root } from './paths.mjs';
import { OutOfReachError, SourceError } from './setup-error.mjs';

const answerMs = 8000;
const stallMs = 20_000;
/** Errors alone: npm's warnings are about engines of packages that we do not run that way. */
const common = ['--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier'];
const unreachable =
  /\b(E(CONN|NOTFOUND|AI_AGAIN|TIMEDOUT|HOSTUNREACH|NETUNREACH)\w*|network|timeout|idle)\b/i;

/**
 * npm itself, in the words of `run`: the one that started us, or the one beside Node, or the one on the path.
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
function npm(args) {
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const started = process.env['npm_execpath'] ?? '';
  const script = [started, beside].find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  return script ? [process.execPath, [script, ...args]] : ['npm', [...args]];
}

/** @param {string} errors what npm said @returns {string} its first line that says something */
export function reasonOf(errors) {
  const lines = errors.split('\n').map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim());
  const code = lines.find((line) => line.startsWith('code '))?.slice(5);
  return code ?? lines.find((line) => line !== '') ?? 'npm failed';
}

/** @type {Promise<void> | undefined} */
let probe;

/**
 * Asks the configured registry for one small package; any answer at all will do, even a refusal.
 * @throws {SourceError} when it is out of reach
 */
export function requireRegistry() {
  probe ??= ask();
  return probe;
}

async function ask() {
  const args = ['view', 'node-api-headers', 'version', `--fetch-timeout=${answerMs}`, '--fetch-retries=0'];
  const { code, errors } = await run(...npm([...args, ...common]), {
    cwd: root,
    // npm asks each address of a host in turn; all of them together get no longer than one.
    watch: { measure: async () => 0, alive: /\S/ },
  });
  if (code !== 0 && unreachable.test(errors))
    throw new OutOfReachError(`it is out of reach (${reasonOf(errors)})`);
}

/** What the clean install fills. @param {{ offline: boolean, onBytes: (done: number) => void }} options */
export async function npmCi({ offline, onBytes }) {
  const args = [
    'ci',
    offline ? '--offline' : '--prefer-offline',
    `--fetch-timeout=${stallMs}`,
    '--fetch-retries=1',
  ];
  const { code, errors } = await run(...npm([...args, ...common]), {
    cwd: root,
    watch: { measure: () => bytesBelow(join(root, 'node_modules')), onBytes, stallMs: 120_000 },
  });
  if (code !== 0) throw new SourceError(reasonOf(errors));
}

/**
 * Fetches a package's archive, from npm's own cache where it lies there.
 * @param {string} spec
 * @param {string} folder empty
 * @param {(done: number) => void} onBytes
 * @returns {Promise<string>} the archive's path
 * @throws {SourceError}
 */
export async function npmPack(spec, folder, onBytes) {
  const outOfReach = await requireRegistry().catch((/** @type {unknown} */ error) => error);
  const cache = (await run(...npm(['config', 'get', 'cache']), { cwd: root })).output.trim();
  // npm keeps it there while it comes; what others have there is not counted.
  const coming = join(cache, '_cacache', 'tmp');
  const before = await bytesBelow(coming);
  const measure = async () => Math.max(0, (await bytesBelow(coming)) - before) + (await bytesBelow(folder));
  const args = ['pack', spec, '--pack-destination', folder, outOfReach ? '--offline' : '--prefer-offline'];
  const limits = [`--fetch-timeout=${stallMs}`, '--fetch-retries=1'];
  const { code, errors } = await run(...npm([...args, ...limits, ...common]), {
    cwd: root,
    watch: { measure, onBytes, stallMs },
  });
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (code === 0 && archive) return join(folder, archive);
  throw outOfReach ?? new SourceError(reasonOf(errors));
}
