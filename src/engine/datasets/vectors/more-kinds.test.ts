import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { writeNpy } from '../../../core/formats/npy';
import { failure } from '../../testing/user-failure';
import { readVectors } from './read-vectors';
import { lines, npy, vectorFolder, vectors } from './testing/vector-folder';

const { engine, at, write, open, labelsOf, close } = vectorFolder();
afterAll(close);

describe('more kinds of vectors', () => {
  it.each<[string, string | Uint8Array]>([
    [
      'k.npz',
      zipSync({
        'emb.npy': npy,
        'labels.npy': writeNpy({ shape: [6], data: Int32Array.of(3, 1, 3, 2, 1, 3) }),
      }),
    ],
    [
      'k.txt',
      Buffer.from(
        `\uFEFFlabel\ta\tb\tc\n${lines([3, 1, 3, 2, 1, 3].map((label, i) => `${label}\t${vectors.subarray(i * 3, i * 3 + 3).join('\t')}`))}`,
        'utf16le',
      ),
    ],
    [
      'k.jsonl',
      lines(
        [3, 1, 3, 2, 1, 3].map((label, i) =>
          JSON.stringify({ label, e: [...vectors.subarray(i * 3, i * 3 + 3)] }),
        ),
      ),
    ],
    [
      'k.vec',
      `6 3\n${lines([3, 1, 3, 2, 1, 3].map((word, i) => `${word} ${vectors.subarray(i * 3, i * 3 + 3).join(' ')}`))}`,
    ],
  ])('open to the very same numbers: %s', async (name, content) => {
    await write({ [name]: content });
    expect(await labelsOf(name)).toMatchObject({ labels: ['3', '1', '3', '2', '1', '3'], mu: [...vectors] });
  });

  it('open without an array of other values, which is said', async () => {
    const odd = Buffer.from(Buffer.from(npy).toString('latin1').replace("'<f4'", "'<M4'"), 'latin1');
    await write({
      'odd.npz': zipSync({ 'emb.npy': npy, 'days.npy': odd }),
      'none.npz': zipSync({ 'days.npy': odd }),
    });
    const { vectors: read, notes } = await readVectors(at('odd.npz'));
    expect(read).toEqual(vectors);
    expect(notes).toEqual([
      expect.stringMatching(/^The array "days" is left out: it holds values of type "<M4"/),
    ]);
    expect(await failure(open('none.npz'))).toMatch(/The array "days" is left out/);
  });

  it('that hold none say so', async () => {
    const images = writeNpy({ shape: [2, 8, 8], data: new Uint8Array(128) });
    await write({ 'img.npz': zipSync({ 'x.npy': images }), 'odd.jsonl': '{"v": [1, 2]}\n{"v": [1]}\n' });
    expect(await failure(open('img.npz'))).toMatch(
      /holds images and no vectors \(x \[2, 8, 8\]\): save them alone/,
    );
    expect(await failure(open('odd.jsonl'))).toMatch(/row 1 of the column "v" has 1 numbers/);
  });
});

const python = process.env['LATENT_ATELIER_PYTHON'];
const MADE = `
import sys, numpy as np, pandas as pd
out = sys.argv[1]
X = np.random.default_rng(0).normal(size=(6, 3)).astype(np.float32); words = list('abacba')
np.savez(out + '/stored.npz', X=X, y=np.array([0, 1, 0, 2, 1, 0]) + 2**40)
np.savez_compressed(out + '/packed.npz', embeddings=X.astype(np.float64), labels=np.array([0, 1, 0, 2, 1, 0], np.int8))
np.save(out + '/x.npy', np.asfortranarray(X)); np.save(out + '/y.npy', np.array([0, 1, 0, 2, 1, 0]))
pd.DataFrame({'kind': words, 'age': np.arange(6) / 2}).to_csv(out + '/labels.csv')
pd.DataFrame({'embedding': [list(map(float, v)) for v in X], 'label': words}).to_json(out + '/rows.jsonl', orient='records', lines=True, double_precision=15)
`;
const READ = `
import sys, numpy as np, pandas as pd
out = sys.argv[1]; X = np.load(out + '/x.npy')
assert (np.load(out + '/back.npy') == X).all()
t = pd.read_csv(out + '/back.csv')
assert (t[['mu_0', 'mu_1', 'mu_2']].to_numpy(np.float32) == X).all() and 'split' not in t
assert list(t['label_name']) == list('abacba') and (t['age'] == np.arange(6) / 2).all()
`;

describe.runIf(python !== undefined)('files of NumPy and pandas', () => {
  it('are paired as they were meant, and come back to them', async () => {
    const run = promisify(execFile);
    const folder = at('numpy');
    await mkdir(folder);
    await run(python!, ['-c', MADE, folder]);
    const { mu } = (await open('numpy/x.npy')).embedding;
    for (const [name, labels, classes] of [
      ['stored.npz', [], [0, 1, 2].map((i) => String(2 ** 40 + i))],
      ['packed.npz', [], ['0', '1', '2']],
      ['x.npy', ['numpy/y.npy'], ['0', '1', '2']],
      ['rows.jsonl', [], ['a', 'b', 'c']],
      ['x.npy', ['numpy/labels.csv'], ['a', 'b', 'c']],
    ] as const) {
      const { embedding } = await open(`numpy/${name}`, [...labels]);
      expect([embedding.mu, embedding.labelNames], name).toEqual([mu, classes]);
      expect([...embedding.labels], name).toEqual([0, 1, 0, 2, 1, 0]);
    }
    await engine.call('export.csv', { path: at('numpy/back.csv') });
    await engine.call('export.embedding', { path: at('numpy/back.npy'), format: 'npy' });
    await run(python!, ['-c', READ, folder]);
  });
});
