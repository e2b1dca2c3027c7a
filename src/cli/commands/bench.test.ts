import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { runCli as cli } from '../testing/run-cli';

const QUICK = ['bench', '--steps', '2', '--rounds', '2'];
const ONE_STEP = ['bench', '--steps', '1', '--rounds', '1'];

let root = '';

/** Fashion-MNIST's files with few images: bars whose place and brightness differ. */
async function writeImages(part: 'train' | 't10k', n: number): Promise<void> {
  const images = Buffer.alloc(16 + n * 784);
  [2051, n, 28, 28].forEach((value, i) => images.writeUInt32BE(value, 4 * i));
  for (let i = 0; i < n * 784; i++) {
    const image = Math.floor(i / 784);
    if (i % 28 === image % 28) images[16 + i] = 100 + (image % 150);
  }
  const labels = Buffer.alloc(8 + n);
  [2049, n].forEach((value, i) => labels.writeUInt32BE(value, 4 * i));
  await writeFile(path.join(root, `${part}-images-idx3-ubyte`), images);
  await writeFile(path.join(root, `${part}-labels-idx1-ubyte`), labels);
}

/** A program that stands in for Python: it knows every package, and `speed` finds the data unpacked beside it. */
async function writePython(speed: string): Promise<void> {
  const file = path.join(root, 'python');
  await writeFile(file, `#!/bin/sh\nif [ "$1" = -c ]; then exit 0; fi\n${speed}\n`);
  await chmod(file, 0o755);
  await writeFile(path.join(root, 'torch_vae.py'), '');
  await writeFile(path.join(root, 'umap_peer.py'), '');
  vi.stubEnv('LATENT_ATELIER_PYTHON', file);
  vi.stubEnv('LATENT_ATELIER_PEERS', root);
}

const rate = z.number().positive();
const speed = z.object({ version: z.string(), imagesPerSecond: rate, rounds: z.array(rate).length(2) });
const stages = z.record(z.enum(['neighbours', 'graph', 'layout', 'quality', 'whole']), z.number().min(0));
const result = z.object({
  machine: z.object({ cores: rate }),
  training: z.object({ node: speed, electron: speed.nullable(), pytorch: speed.nullable() }),
  ratios: z.record(z.string(), rate),
  encode: z.object({ images: z.literal(40), seconds: rate }).optional(),
  decode: z.array(z.object({ images: rate, milliseconds: rate })).optional(),
  map: z
    .object({
      images: z.literal(40),
      anew: stages,
      again: stages,
      besideTraining: stages,
      place: z.object({ vectors: z.literal(32), milliseconds: rate }),
    })
    .optional(),
});

async function json(...more: string[]): Promise<z.infer<typeof result>> {
  const { code, out, err } = await cli(...QUICK, '--json', ...more);
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
  return result.parse(JSON.parse(out));
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-bench-test-'));
  await writeImages('train', 130);
  await writeImages('t10k', 40);
});

afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

beforeEach(() => {
  vi.stubEnv('LATENT_ATELIER_DATASETS', root);
  vi.stubEnv('LATENT_ATELIER_ELECTRON', undefined);
  vi.stubEnv('LATENT_ATELIER_PYTHON', undefined);
  vi.stubEnv('LATENT_ATELIER_PEERS', undefined);
  return () => vi.unstubAllEnvs();
});

describe('bench', () => {
  it('measures training, encoding, decoding and the map', async () => {
    const { training, ratios, encode, decode, map } = await json();
    expect(training).toMatchObject({ electron: null, pytorch: null });
    expect(ratios).toEqual({});
    expect(encode).toBeDefined();
    expect(decode?.map(({ images }) => images)).toEqual([1, 32, 1000]);
    const { whole, ...parts } = map!.anew;
    const sum = Object.values(parts).reduce((seconds, part) => seconds + part);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(whole + 0.01);
    for (const medians of [map!.again, map!.besideTraining]) expect(medians.whole).toBeGreaterThan(0);
  });

  it('trains in turns with another runtime of the same program and with the peer, and compares medians', async () => {
    // Runs the built command line as a utility process would, and adds Electron's version to what it prints.
    const electron = path.join(root, 'electron');
    const addVersion = `sed 's/"node":/"electron":"1.2.3","node":/'`;
    await writeFile(
      electron,
      `#!/bin/sh\nwhile [ "$(basename "$1")" != utility-host.mjs ]; do shift || exit 9; done\nshift\n"${process.execPath}" "$@" | ${addVersion}\n`,
    );
    await chmod(electron, 0o755);
    vi.stubEnv('LATENT_ATELIER_ELECTRON', electron);
    await writePython(
      'gunzip -t "$4/train-images-idx3-ubyte.gz" || exit 3; [ "$2 $6" = "speed 2" ] || exit 4; ' +
        `echo '{"torch": "9.9", "imagesPerSecond": {}, "best": 50}'`,
    );
    const { training, ratios, encode } = await json('--peers', '--training-only');
    expect(training.electron?.version).toBe('1.2.3');
    expect(training.pytorch).toEqual({ version: '9.9', imagesPerSecond: 50, rounds: [50, 50] });
    const [first, second] = training.node.rounds;
    expect(ratios['nodeToPyTorch']).toBeCloseTo((first! + second!) / 2 / 50);
    expect(ratios['electronToPyTorch']).toBeCloseTo(training.electron!.imagesPerSecond / 50);
    expect(encode).toBeUndefined();
  });

  it('prints a table in Markdown', async () => {
    const { code, out } = await cli(...ONE_STEP, '--training-only');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d{4}-\d\d-\d\d, .*TensorFlow \d/);
    expect(out).toMatch(/^\| Node \d+\.\d+\.\d+ +\| \d+ +\| \d+ +\|/m);
  });

  it('says in one sentence what it lacks, before it measures anything', async () => {
    const refused = async (sentence: RegExp, ...more: string[]): Promise<void> => {
      const { code, out, err } = await cli(...QUICK, ...more);
      expect([code, out]).toEqual([2, '']);
      expect(err).toMatch(sentence);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    };
    await refused(/^--peers needs a Python with PyTorch: name it in LATENT_ATELIER_PYTHON/, '--peers');
    vi.stubEnv('LATENT_ATELIER_PYTHON', path.join(root, 'none'));
    vi.stubEnv('LATENT_ATELIER_PEERS', path.join(root, 'nowhere'));
    await refused(/^There is no file .*torch_vae\.py: name the folder/, '--peers');
    await writePython('exit 0');
    vi.stubEnv('LATENT_ATELIER_PYTHON', path.join(root, 'none'));
    await refused(/none cannot run PyTorch \(.*ENOENT.*\): name a Python with the modules torch/, '--peers');
    await refused(/none cannot run umap-learn \(.*ENOENT.*\): name a Python/, '--peers', '--map');
    vi.stubEnv('LATENT_ATELIER_ELECTRON', path.join(root, 'none'));
    await refused(/^There is no file .*none: name Electron's program in LATENT_ATELIER_ELECTRON/);
  });

  it("says what the program said when Electron's round fails, with exit 1", async () => {
    await writePython('echo "no display" >&2; exit 1');
    vi.stubEnv('LATENT_ATELIER_ELECTRON', path.join(root, 'python'));
    const { code, err } = await cli(...ONE_STEP);
    expect([code, err]).toEqual([1, expect.stringContaining('The benchmark in Electron failed: no display')]);
  });

  it("says what PyTorch said when the peer's script fails, with exit 1", async () => {
    await writePython('echo "RuntimeError: out of luck" >&2; exit 1');
    const { code, err } = await cli(...ONE_STEP, '--peers');
    expect(code).toBe(1);
    expect(err).toMatch(/^PyTorch's torch_vae\.py failed: RuntimeError: out of luck$/m);
  });
});
