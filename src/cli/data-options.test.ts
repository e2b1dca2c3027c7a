import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runDescription } from '../contract/run';
import { parseCsv } from '../core/formats/csv';
import { tiffOf } from '../engine/testing/tiff-files';
import { runCli as cli } from './testing/run-cli';

let root = '';
const at = (...names: string[]): string => path.join(root, ...names);
const SETTINGS = ['--epochs', '1', '--batch', '8', '--latent', '3', '--size', '16', '--channels', '1'];
const trained = z.object({
  data: z.object({
    train: z.number(),
    test: z.number(),
    classes: z.array(z.string()),
    notes: z.array(z.string()),
    duplicates: z.object({ images: z.number(), across: z.number(), pairs: z.array(z.unknown()) }),
  }),
});
const train = async (run: string, ...more: string[]): Promise<z.infer<typeof trained>['data']> => {
  const { code, out, err } = await cli(
    'train',
    '--data',
    at('images'),
    '--run',
    at(run),
    ...SETTINGS,
    ...more,
    '--json',
  );
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
  return trained.parse(JSON.parse(out)).data;
};
const optionsOf = async (run: string) =>
  runDescription.parse(JSON.parse(await readFile(at(run, 'run.json'), 'utf8'))).options;

/** 12 bits in 16: a bright block that is elsewhere in each file. */
function dark(i: number, bright = 4000): Buffer {
  const data = Buffer.alloc(512);
  for (let p = 0; p < 256; p++)
    data.writeUInt16LE(p % 16 === i % 16 || p >> 4 === i >> 2 ? bright : 200 + i, 2 * p);
  return tiffOf([{ width: 16, height: 16, bits: 16, data }]);
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-options-'));
  await mkdir(at('images'));
  await mkdir(at('others'));
  const lines = ['name,species,split'];
  for (let i = 0; i < 24; i++) {
    await writeFile(at('images', `${['owl', 'cat'][i % 2]!}_${i}.tif`), dark(i));
    await writeFile(at('others', `${i}.tif`), dark(i + 30));
    lines.push(`${['owl', 'cat'][i % 2]!}_${i},${['10', '9'][i % 2]!},${i < 18 ? 'train' : 'validation'}`);
  }
  await copyFile(at('images/owl_0.tif'), at('images/cat_99.tif'));
  await writeFile(at('labels.csv'), `${lines.join('\n')}\n`);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('how images are read', () => {
  it('is said on the command line, kept in the run, and the default for all other images of it', async () => {
    const data = await train(
      'run',
      '--levels',
      'percentile',
      '--labels',
      '{label}_#',
      '--fit',
      'pad',
      '--invert',
      '--ground',
      'white',
    );
    expect(data.classes).toEqual(['cat', 'owl']);
    expect(data.duplicates).toMatchObject({ images: 1 });
    const kept = await optionsOf('run');
    expect(kept).toMatchObject({
      fit: 'pad',
      invert: true,
      ground: 'white',
      labels: { from: 'names', pattern: '{label}_#' },
    });
    const levels = z.object({ low: z.number(), high: z.number() }).parse(kept.levels);
    expect([levels.low >= 200, levels.high]).toEqual([true, 4000]);
    const encode = async (...more: string[]): Promise<string> => {
      const { code, err } = await cli(
        'encode',
        '--run',
        at('run'),
        '--data',
        at('others'),
        '--split',
        'all',
        '--out',
        at('o.csv'),
        ...more,
      );
      expect([code, code === 0 ? '' : err]).toEqual([0, '']);
      return readFile(at('o.csv'), 'utf8');
    };
    const plain = await encode();
    const same = [
      '--levels',
      `${levels.low},${levels.high}`,
      '--fit',
      'pad',
      '--invert',
      '--ground',
      'white',
    ];
    expect(await encode(...same)).toBe(plain);
    expect(await encode('--no-invert')).not.toBe(plain);
    expect(await encode('--levels', 'stored')).not.toBe(plain);
  });

  it('takes labels and the split of a table, and leaves classes out', async () => {
    const data = await train('table', '--labels', at('labels.csv'), '--levels', '0,4095');
    expect([data.train, data.test, data.classes]).toEqual([19, 6, ['9', '10']]);
    expect(data.notes.join(' ')).toMatch(/species, by name; 24 of 25 images have a row\. 1 image has no row/);
    const one = await train('one', '--labels', at('labels.csv'), '--splits', 'drawn', '--without', '9');
    expect([one.classes, one.train + one.test]).toEqual([['10'], 13]);
  });

  it('refuses what it cannot mean in one line', async () => {
    const refused = async (...argv: string[]): Promise<string> => {
      const { code, err } = await cli(...argv);
      expect([code, err.trim().split('\n')]).toEqual([2, [err.trim()]]);
      return err;
    };
    const start = ['train', '--data', at('images'), '--run', at('no')];
    expect(await refused(...start, '--levels', '9,1')).toContain('two numbers LOW,HIGH');
    expect(await refused(...start, '--ground', 'grey')).toContain('Give black, white or a colour');
    expect(await refused(...start, '--labels', at('gone.csv'))).toContain('There is no file');
    expect(await refused(...start, '--splits', 'given')).toContain('have the split drawn');
    expect(await refused('encode', '--run', at('run'), '--out', at('x.csv'), '--levels', 'file')).toContain(
      'give --data beside --levels',
    );
    expect(await refused('train', '--resume', '--run', at('run'), '--levels', 'file')).toContain(
      'leave --levels out',
    );
  });
});

describe('a run whose images have changed', () => {
  it('is not evaluated on them, and encode says it and marks those that were in training', async () => {
    await train('changing');
    const before = await cli('evaluate', '--run', at('changing'), '--json');
    expect(JSON.parse(before.out)).toMatchObject({ inTraining: { yes: 0, perhaps: 0 } });
    await writeFile(at('images/owl_0.tif'), dark(77, 3000));
    const { code, err } = await cli('evaluate', '--run', at('changing'));
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(
        /^The images of .* are not those that .* \(of its 25 images 1 changed: owl_0\.tif\): put its own back, or name what to measure it on with --data\.\n$/,
      ),
    ]);
    const on = await cli('evaluate', '--run', at('changing'), '--data', at('images'), '--json');
    expect(on.code).toBe(0);
    const encoded = await cli(
      'encode',
      '--run',
      at('changing'),
      '--split',
      'all',
      '--out',
      at('c.csv'),
      '--json',
    );
    expect(encoded.err).toContain('1 changed: owl_0.tif');
    const told = z
      .object({ changed: z.string(), inTraining: z.object({ yes: z.number(), perhaps: z.number() }) })
      .parse(JSON.parse(encoded.out));
    const [header = [], ...rows] = parseCsv(await readFile(at('c.csv'), 'utf8'));
    const [file, mark] = [header.indexOf('file'), header.indexOf('in_training')];
    expect(rows.filter((row) => row[mark] === 'yes')).toHaveLength(told.inTraining.yes);
    expect(told.inTraining.yes).toBeGreaterThan(15);
    expect(rows.find((row) => row[file] === 'owl_0.tif')?.[mark]).toBe('no');
  });
});
