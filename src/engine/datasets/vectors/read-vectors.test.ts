import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../contract/errors';
import { writeNpy } from '../../../core/formats/npy';
import { writeSafetensors } from '../../../core/formats/safetensors';
import { createEngine, type Engine } from '../../engine';
import { buildEngine } from '../../testing/build-engine';

let root = '';
let engine: Engine;
let built: { remove: () => Promise<void> };
const at = (name: string): string => path.join(root, name);

const LABELS = ['cat', 'dog', 'cat', 'emu', 'dog', 'cat'];
const vectors = Float32Array.from({ length: 18 }, (_, i) => Math.fround(Math.sin(i * 7) * 3));

beforeAll(async () => {
  built = await buildEngine();
  root = await mkdtemp(path.join(tmpdir(), 'atelier-vectors-'));
  engine = createEngine({ emit: () => undefined });
  await mkdir(at('images'));
  for (let i = 0; i < 5; i++) {
    const background = { r: 250 - i * 40, g: 10, b: 10 };
    await sharp({ create: { width: 20, height: 20, channels: 3, background } })
      .png()
      .toFile(at(`images/${i}.png`));
  }
});
afterAll(async () => {
  await engine.shutdown();
  await rm(root, { recursive: true, force: true });
  await built.remove();
});

const open = (name: string) => engine.call('space.import', { path: at(name) });

describe('vectors from elsewhere', () => {
  it('open with labels, images beside the table, further columns and places', async () => {
    const header = 'name,label,file,age,x,y,dim_0,dim_1,dim_2';
    const rows = LABELS.map((label, i) =>
      ['n' + String(i), label, `images/${i}.png`, i * 2, i, -i, ...vectors.subarray(i * 3, i * 3 + 3)].join(
        ',',
      ),
    );
    await writeFile(at('table.csv'), [header, ...rows].join('\n'));
    const { embedding, map, missing } = await open('table.csv');
    expect(embedding).toMatchObject({ n: 6, latent: 3, side: 64, channels: 3, mu: vectors });
    expect(embedding.labelNames).toEqual(['cat', 'dog', 'emu']);
    expect([...embedding.labels]).toEqual([0, 1, 0, 2, 1, 0]);
    expect(embedding.columns).toEqual([
      { kind: 'text', name: 'name', values: ['n0', 'n1', 'n2', 'n3', 'n4', 'n5'] },
      { kind: 'number', name: 'age', values: Float32Array.of(0, 2, 4, 6, 8, 10) },
    ]);
    expect([...embedding.pixels.subarray(0, 3)]).toEqual([250, 10, 10]);
    expect([...map!.positions]).toEqual([0, 0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5]);
    expect(map!.dims).toBe(2);
    expect(missing[0]).toBe('1 of its 6 images are not beside it or cannot be read.');
    // What came in goes out, without what is not known.
    await engine.call('export.csv', { path: at('again.csv') });
    expect((await readFile(at('again.csv'), 'utf8')).split('\r\n')[0]).toBe(
      'index,split,label,label_name,file,name,age,mu_0,mu_1,mu_2,x,y',
    );
    expect((await engine.call('space.map', { neighbors: 3 })).n).toBe(6);
  });

  it('open from npy, safetensors, Parquet and the projector’s pair, to the very same numbers', async () => {
    await writeFile(at('v.npy'), writeNpy({ shape: [6, 3], data: vectors }));
    const tensors = new Map([
      ['bias', { shape: [6], data: new Float32Array(6) }],
      ['embedding', { shape: [6, 3], data: vectors }],
    ]);
    await writeFile(at('v.safetensors'), writeSafetensors(tensors));
    expect((await open('v.npy')).embedding.mu).toEqual(vectors);
    await engine.call('export.embedding', { path: at('v.parquet'), format: 'parquet' });
    await engine.call('export.embedding', { path: at('v.tsv'), format: 'projector' });
    for (const name of ['v.safetensors', 'v.parquet', 'v.tsv']) {
      const { embedding, missing } = await open(name);
      expect(embedding.mu, name).toEqual(vectors);
      expect(missing.join(' '), name).toMatch(/came without images/);
    }
    // Of a model there is none, and that is said when it is asked for.
    await expect(engine.call('space.decode', { n: 1, latents: vectors.slice(0, 3) })).rejects.toThrow(
      /There is no model yet/,
    );
  });

  it('that cannot be opened say why in a sentence', async () => {
    await writeFile(at('flat.npy'), writeNpy({ shape: [6], data: vectors.slice(0, 6) }));
    await writeFile(at('nan.npy'), writeNpy({ shape: [2, 2], data: Float32Array.of(1, NaN, 2, 3) }));
    await writeFile(at('words.csv'), 'a,b\nx,y\n');
    await writeFile(at('ragged.tsv'), '1\t2\n3\n');
    await writeFile(at('no.parquet'), 'words');
    await writeFile(at('picture.png'), 'words');
    for (const [name, sentence] of [
      ['flat.npy', /shape \[6\], but vectors are \[n, dimensions\]/],
      ['nan.npy', /Vector 0 in .* not a finite number/],
      ['words.csv', /no columns of vectors/],
      ['ragged.tsv', /Line 2 of this TSV has 1 cells where the first has 2/],
      ['no.parquet', /cannot be read as Parquet vectors/],
      ['picture.png', /must end in \.npy/],
      ['gone.csv', /There is no file/],
    ] as const) {
      const error: unknown = await open(name).catch((thrown: unknown) => thrown);
      expect(error, name).toBeInstanceOf(UserError);
      expect(String(error)).toMatch(sentence);
    }
  });
});
