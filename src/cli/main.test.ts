import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetReadObjects } from 'hyparquet';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readNpy, writeNpy } from '../core/formats/npy';
import { readSafetensors, writeSafetensors } from '../core/formats/safetensors';
import { interruptCli, runCli as cli } from './testing/run-cli';
import { jsonOf as json, trainedRun } from './testing/trained-run';

let root = '';
const at = (...names: string[]): string => path.join(root, ...names);
const bytes = async (...names: string[]): Promise<Uint8Array> => new Uint8Array(await readFile(at(...names)));

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-cli-'));
  const trained = await trainedRun(root);
  expect(trained).toMatchObject({ steps: 6, epoch: 2, run: at('run') });
  for (const part of ['train', 'test']) {
    expect(
      z.object({ bce: z.number(), kl: z.number(), elbo: z.number() }).safeParse(trained[part]).success,
    ).toBe(true);
  }
  expect(trained['imagesPerSecond']).toBeGreaterThan(0);
  expect(trained['diagnosis']).toHaveProperty('sentence');
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('the command line', () => {
  it('evaluates to the figures of the last epoch', async () => {
    const found = await json('evaluate', '--run', at('run'));
    const [last] = parse<Record<string, string>>(await readFile(at('run/metrics.csv'), 'utf8'), {
      columns: true,
    }).slice(-1);
    expect(found['bce']).toBeCloseTo(Number(last!['test_bce']), 3);
    expect(found['negativeElbo']).toBeCloseTo(Number(last!['test_elbo']), 3);
    expect(found['klPerDimension']).toHaveLength(3);
    expect(found['activeUnits']).toBe(Number(last!['active_units']));
  });

  it('encodes to CSV, npy, Parquet and the projector’s pair, all with the same numbers', async () => {
    const encode = (...more: string[]) => json('encode', '--run', at('run'), ...more);
    expect(await encode('--out', at('e.npy'), '--split', 'all')).toMatchObject({ images: 30, latent: 3 });
    const { shape, data: mu } = readNpy(await bytes('e.npy'));
    expect(shape).toEqual([30, 3]);
    await encode('--out', at('e.csv'), '--split', 'all');
    const csv = parse<Record<string, string>>(await readFile(at('e.csv'), 'utf8'), { columns: true });
    expect(Object.keys(csv[0]!).join()).toBe(
      'index,split,label,label_name,file,mu_0,mu_1,mu_2,logvar_0,logvar_1,logvar_2,bce,kl',
    );
    expect(csv.flatMap((row) => [0, 1, 2].map((d) => Math.fround(Number(row[`mu_${d}`]))))).toEqual([...mu]);
    await encode('--out', at('e.parquet'), '--split', 'all');
    const file = (await bytes('e.parquet')).slice().buffer;
    const parquet = await parquetReadObjects({ file });
    expect(parquet.flatMap((row) => [0, 1, 2].map((d): unknown => row[`mu_${d}`]))).toEqual([...mu]);
    expect(parquet.map((row): unknown => row['file'])).toEqual(csv.map((row) => row['file']));
    const projector = [
      'e.tsv',
      'e.metadata.tsv',
      'e.sprite.png',
      'e.config.json',
      'e.projector_config.pbtxt',
    ];
    expect((await encode('--out', at('e.tsv')))['files']).toEqual(projector.map((name) => at(name)));
    const lines = (await readFile(at('e.tsv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect((await readFile(at('e.metadata.tsv'), 'utf8')).split('\n')[0]).toBe(
      'index\tsplit\tlabel\tlabel_name\tfile\tbce\tkl\tdistortion',
    );
  });

  it('leaves latents and map of the test set in the run’s folder, and writes those places with the vectors', async () => {
    const positions = readNpy(await bytes('run/map.npy'));
    expect(positions.shape).toEqual([6, 3]);
    expect(readNpy(await bytes('run/latents.npy')).shape).toEqual([6, 3]);
    expect(readNpy(await bytes('run/logvar.npy')).shape).toEqual([6, 3]);
    await json('encode', '--run', at('run'), '--out', at('placed.csv'));
    const rows = parse<Record<string, string>>(await readFile(at('placed.csv'), 'utf8'), { columns: true });
    expect(Object.keys(rows[0]!).join()).toBe(
      'index,split,label,label_name,file,mu_0,mu_1,mu_2,logvar_0,logvar_1,logvar_2,x,y,z,bce,kl',
    );
    const places = rows.flatMap((row) =>
      [row['x'], row['y'], row['z']].map((text) => Math.fround(Number(text))),
    );
    expect(places).toEqual([...positions.data]);
  });

  it('projects npy and CSV, the same way for the same seed', async () => {
    await cli('encode', '--run', at('run'), '--split', 'all', '--out', at('p.npy'));
    await cli('encode', '--run', at('run'), '--split', 'all', '--out', at('p.csv'));
    const made = await json('project', '--in', at('p.npy'), '--out', at('m.npy'), '--neighbors', '5');
    expect(made).toMatchObject({ points: 30, from: 3, dims: 3, method: 'umap' });
    expect(Object.keys(made['seconds'] as object)).toEqual([
      'neighbours',
      'graph',
      'layout',
      'quality',
      'total',
    ]);
    expect(made['trustworthiness']).toBeGreaterThan(0.5);
    const again = await json('project', '--in', at('p.csv'), '--out', at('m.csv'), '--neighbors', '5');
    expect(again['columns']).toEqual(['mu_0', 'mu_1', 'mu_2']);
    const rows = parse<Record<string, string>>(await readFile(at('m.csv'), 'utf8'), { columns: true });
    expect(rows.flatMap(({ x, y, z }) => [x, y, z].map((v) => Math.fround(Number(v))))).toEqual([
      ...readNpy(await bytes('m.npy')).data,
    ]);
    await json('project', '--in', at('p.npy'), '--out', at('m2.npy'), '--method', 'pca', '--dims', '2');
    expect(readNpy(await bytes('m2.npy')).shape).toEqual([30, 2]);
  });

  it('decodes and interpolates to pictures and numbers', async () => {
    await cli('encode', '--run', at('run'), '--out', at('d.npy'));
    await json('decode', '--run', at('run'), '--latents', at('d.npy'), '--out', at('d.png'));
    expect(await sharp(at('d.png')).metadata()).toMatchObject({ width: 3 * 17 - 1, height: 2 * 17 - 1 });
    await json('decode', '--run', at('run'), '--latents', at('d.npy'), '--out', at('images.npy'));
    const decoded = readNpy(await bytes('images.npy'));
    expect(decoded.shape).toEqual([6, 16, 16, 3]);
    expect(decoded.data).toBeInstanceOf(Float32Array);
    expect(decoded.data.every((value) => value > 0 && value < 1)).toBe(true);
    expect(new Set(decoded.data).size).toBeGreaterThan(256);
    const walk = (...more: string[]) =>
      json('interpolate', '--run', at('run'), '--from', '0', '--to', '5', ...more);
    expect((await walk('--out', at('w.gif'), '--method', 'graph', '--steps', '5'))['distance']).toHaveLength(
      5,
    );
    expect(await sharp(at('w.gif'), { animated: true }).metadata()).toMatchObject({ pages: 5, width: 224 });
    await walk('--out', at('w.png'), '--steps', '4');
    expect(await sharp(at('w.png')).metadata()).toMatchObject({ width: 4 * 17 - 1, height: 16 });
    await walk('--out', at('w.csv'), '--method', 'slerp');
    const rows = parse<Record<string, string>>(await readFile(at('w.csv'), 'utf8'), { columns: true });
    const mu = readNpy(await bytes('d.npy')).data;
    expect(rows).toHaveLength(16);
    expect(JSON.parse(await readFile(at('w.csv.json'), 'utf8'))).toMatchObject({
      format: 'latent-atelier-path',
      stops: [0, 5],
      method: 'slerp',
      frames: 16,
      run: { folder: at('run'), checkpoint: 'last', config: { seed: 0 } },
    });
    expect([0, 1, 2].map((d) => Math.fround(Number(rows[15]![`mu_${d}`])))).toEqual([...mu.subarray(15)]);
  });

  it('takes weights out and brings them in again', async () => {
    await json('model', '--run', at('run'), '--to', at('w.safetensors'));
    const { tensors } = readSafetensors(await bytes('w.safetensors'));
    expect([...tensors.keys()].slice(0, 2)).toEqual(['encoder.0.weight', 'encoder.0.bias']);
    const made = ['model', '--from', at('w.safetensors'), '--run', at('made')];
    expect((await cli(...made)).err).toMatch(/name the folder of their images \(--data in a terminal\)/);
    await json(...made, '--data', at('images'), '--size', '16');
    const figures = (run: string) => json('evaluate', '--run', at(run), '--data', at('images'));
    const [a, b] = [await figures('run'), await figures('made')];
    expect({ ...b, run: '' }).toEqual({ ...a, run: '' });
    const wrapped = new Map([...tensors].map(([name, tensor]) => [`module.${name}`, tensor]));
    await writeFile(at('wrapped.safetensors'), writeSafetensors(wrapped));
    const again = ['model', '--from', at('wrapped.safetensors'), '--run', at('again')];
    await json(...again, '--data', at('images'), '--size', '16');
    expect({ ...(await figures('again')), run: '' }).toEqual({ ...a, run: '' });
    tensors.set('z_mean.bias', { shape: [2], data: new Float32Array(2) });
    await writeFile(at('odd.safetensors'), writeSafetensors(tensors));
    const odd = await cli(
      'model',
      '--from',
      at('odd.safetensors'),
      '--run',
      at('odd'),
      '--data',
      at('images'),
    );
    expect(odd.code).toBe(2);
    expect(odd.err).toMatch(/"z_mean\.bias" has shape \[2\] .* needs \[3\]/);
  });

  it('goes on with a run only as that run was', async () => {
    const resume = (...more: string[]) => cli('train', '--resume', '--run', at('run'), ...more);
    expect((await resume()).err).toMatch(/^The run .* has done its 2 epochs/);
    expect((await resume('--batch', '10')).err).toMatch(/^A run keeps its own settings: leave --batch out/);
    const other = await resume('--epochs', '3', '--data', 'fashion-mnist');
    expect(other.code).toBe(2);
    expect(other.err).toMatch(
      /^The images of Fashion-MNIST are not those that the run .* was trained on, .* can be looked at .*"encode --run/,
    );
    await cp(at('images'), at('others'), { recursive: true });
    const [first] = await readdir(at('others'), { recursive: true, withFileTypes: true }).then((all) =>
      all.filter((each) => each.isFile()),
    );
    await rm(path.join(first!.parentPath, first!.name));
    expect((await resume('--epochs', '3', '--data', at('others'))).err).toMatch(/others are not those/);
    const looked = ['--data', at('others'), '--split', 'all', '--out', at('others.csv')];
    expect((await cli('encode', '--run', at('run'), ...looked)).code).toBe(0);
    await cp(at('images'), at('moved'), { recursive: true });
    const more = await json('train', '--resume', '--run', at('run'), '--data', at('moved'), '--epochs', '3');
    expect(more).toMatchObject({ steps: 9, epoch: 3 });
  });

  it('says so when it takes an older checkpoint because the newest is damaged', async () => {
    await cp(at('run'), at('hurt'), { recursive: true });
    await writeFile(at('hurt/checkpoints/9/weights.safetensors'), 'x');
    const { code, err } = await cli('evaluate', '--run', at('hurt'));
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^Checkpoint 9 of .* is damaged .* step 6 is used\.\n$/),
    ]);
  });

  it('says in words when the posterior has collapsed', async () => {
    const train = ['train', '--data', at('images'), '--run', at('collapsed'), '--objective', 'notebook'];
    const { code, err } = await cli(
      ...train,
      '--epochs',
      '12',
      '--batch',
      '5',
      '--latent',
      '2',
      '--lr',
      '0.01',
      '--size',
      '16',
    );
    expect(code).toBe(0);
    expect(err).toMatch(/The posterior has collapsed: .*choose the ELBO objective/);
    // The alarm has said it: the end does not say it again.
    expect(err.trimEnd().split('\n').at(-1)).toMatch(/^epoch 12\b/);
  });

  it('refuses input that does not fit, with exit 2 and one line', async () => {
    await writeFile(at('text.npy'), 'not an array');
    await writeFile(at('wide.npy'), writeNpy({ shape: [2, 5], data: new Float32Array(10) }));
    await writeFile(at('nan.npy'), writeNpy({ shape: [5, 2], data: new Float32Array(10).fill(NaN) }));
    await writeFile(at('words.csv'), 'a,b\r\n=1,x\r\n');
    const refused = async (argv: string[], sentence: RegExp): Promise<void> => {
      const { code, err } = await cli(...argv);
      expect([code, err]).toEqual([2, expect.stringMatching(sentence)]);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    };
    const decode = ['decode', '--run', at('run'), '--out', at('x.png'), '--latents'];
    await refused([...decode, at('text.npy')], /not a \.npy file/);
    await refused(
      [...decode, at('wide.npy')],
      /has the shape \[2, 5\], but latent vectors of this model have \[n, 3\]/,
    );
    await writeFile(at('empty.npy'), writeNpy({ shape: [0, 3], data: new Float32Array(0) }));
    await refused(
      [...decode, at('empty.npy')],
      /empty\.npy holds no vectors: its array has the shape \[0, 3\]/,
    );
    await refused(
      ['decode', '--run', at('run'), '--latents', at('wide.npy'), '--out', at('wide.npy')],
      /wide\.npy holds the vectors that are read: name another file/,
    );
    await refused(
      ['project', '--in', at('nan.npy'), '--out', at('x.csv')],
      /^Vector 0 in .*nan\.npy holds a value that is not a finite/,
    );
    await refused(
      ['project', '--in', at('words.csv'), '--out', at('x.csv')],
      /words\.csv cannot be read: .*no columns of vectors/,
    );
    const walk = ['interpolate', '--run', at('run'), '--from', '0', '--out', at('x.png'), '--to'];
    await refused([...walk, '6'], /^There is no test image 6: there are 6, counted from 0 to 5/);
    await refused(['train', '--data', at('images'), '--run', at('run')], /already holds a run: add --resume/);
  });

  it('ends on Ctrl-C with 130 and leaves nothing half written', async () => {
    const before = await readdir(root);
    const ended = await interruptCli(
      'encode',
      '--run',
      at('run'),
      '--split',
      'all',
      '--out',
      at('ended.csv'),
    );
    expect([ended.code, ended.out]).toEqual([130, '']);
    expect(await readdir(root)).toEqual(before);
  });
});
