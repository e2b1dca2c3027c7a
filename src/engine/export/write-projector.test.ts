import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Embedding } from '../../contract/space';
import { embedding, origin } from './testing/odd-embedding';
import { writeEmbedding } from './write-embedding';

let folder = '';
const at = (name: string): string => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-projector-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('an export for the Embedding Projector', () => {
  it('makes the sprite’s images smaller where they would be larger than a projector draws, each in its place', async () => {
    const n = 4_900;
    const one = embedding();
    const many: Embedding = {
      ...one,
      n,
      side: 128,
      channels: 1,
      mu: new Float32Array(n * 3),
      logvar: new Float32Array(n * 3),
      bce: new Float32Array(n),
      kl: new Float32Array(n),
      labels: new Int32Array(n),
      isTest: new Uint8Array(n),
      files: [],
      columns: [],
      // All of an image is of one brightness.
      pixels: new Uint8Array(n * 16_384).map((_, i) => (i >> 14) % 251),
    };
    await writeEmbedding(at('s.tsv'), many, { ...origin(), map: null }, { format: 'projector' });
    const { data, info } = await sharp(at('s.sprite.png'), { limitInputPixels: false })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const [across, side] = [70, 117];
    expect([info.width, info.height, info.channels]).toEqual([across * side, across * side, 1]);
    for (const i of [0, 1, 69, 70, 2_000, n - 1]) {
      const [x, y] = [(i % across) * side + 58, Math.floor(i / across) * side + 58];
      expect(data[y * info.width + x], String(i)).toBe(i % 251);
    }
    expect(JSON.parse(await readFile(at('s.config.json'), 'utf8'))).toMatchObject({
      embeddings: [{ tensorShape: [n, 3], sprite: { singleImageDim: [side, side] } }],
    });
  });

  it('writes the projector’s sprite row by row, and a configuration that names every file', async () => {
    const data = embedding();
    const { files } = await writeEmbedding(at('p.tsv'), data, origin(), {
      format: 'projector',
      rows: [3, 1, 2],
    });
    expect(files.map((file) => path.basename(file))).toEqual([
      'p.tsv',
      'p.metadata.tsv',
      'p.sprite.png',
      'p.config.json',
      'p.projector_config.pbtxt',
    ]);
    const sprite = await sharp(at('p.sprite.png')).raw().toBuffer({ resolveWithObject: true });
    expect([sprite.info.width, sprite.info.height, sprite.info.channels]).toEqual([32, 32, 3]);
    const pixel = (x: number, y: number): number => sprite.data[(y * 32 + x) * 3]!;
    expect([pixel(0, 0), pixel(16, 0), pixel(0, 16), pixel(16, 16)]).toEqual([60, 20, 40, 0]);
    expect(JSON.parse(await readFile(at('p.config.json'), 'utf8'))).toEqual({
      embeddings: [
        {
          tensorName: 'p',
          tensorShape: [3, 3],
          tensorPath: 'p.tsv',
          metadataPath: 'p.metadata.tsv',
          sprite: { imagePath: 'p.sprite.png', singleImageDim: [16, 16] },
        },
      ],
    });
    expect((await readFile(at('p.metadata.tsv'), 'utf8')).split('\n')[1]).toBe(
      '3\ttest\t\t\t-1.png\t101\t1\tone\t0',
    );
  });
});
