import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runDescription } from '../contract/run';
import { epochMetrics, trainingConfig, type EpochMetrics } from '../contract/training';
import type { EngineMessage } from '../contract/wire';
import { RunFolder } from '../engine/runs/run-folder';
import { serve } from '../engine/serve';
import { runCli as cli } from './testing/run-cli';

let root = '';
const at = (...names: string[]): string => path.join(root, ...names);

const SETTINGS = ['--batch', '8', '--latent', '3', '--size', '16', '--seed', '4'];
const train = (run: string, ...more: string[]) =>
  cli('train', '--data', at('images'), '--run', at(run), ...SETTINGS, ...more);

async function json(...argv: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await cli(...argv, '--json');
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
  return JSON.parse(out) as Record<string, unknown>;
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-train-'));
  await mkdir(at('images'));
  for (let i = 0; i < 30; i++) {
    const [left, top] = [i % 6, (i * 5) % 9];
    const block = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 16, height: 16, channels: 3, background: '#222' } })
      .composite([{ input: block, left, top }])
      .png()
      .toFile(at('images', `${i}.png`));
  }
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('train', () => {
  it('stops early, and goes on when it may wait longer', async () => {
    // No epoch gains 1,000 nats, so that each after the first is one without an improvement.
    const early = ['--patience', '2', '--min-delta', '1000'];
    const { code, out, err } = await train('early', '--epochs', '20', ...early);
    expect(code).toBe(0);
    expect(err).toMatch(
      /\nStopped early after epoch 3 of 20: the ELBO of the test images has not improved by 1000 nats for 2 epochs; epoch \d was the best, with \d+\.\d\d nats\.\n/,
    );
    expect(out).toMatch(/: 9 steps\.\nepoch 3: .*\nbest: epoch \d, -ELBO test \d+\.\d\n$/);
    const text = await readFile(at('early/run.json'), 'utf8');
    expect(runDescription.parse(JSON.parse(text)).config.earlyStopping).toEqual({
      patience: 2,
      minDelta: 1000,
    });
    expect((await (await RunFolder.open(at('early'))).summary()).finished).toBe(true);

    const resume = (...more: string[]) => cli('train', '--resume', '--run', at('early'), ...more);
    expect(await resume()).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^The run .*early was stopped early, for 2 epochs brought no improvement: ask for a longer patience to go on\.\n$/,
      ) as unknown,
    });
    expect((await resume('--patience', '4', '--min-delta', '1000')).err).toMatch(
      /Stopped early after epoch 5 of 20/,
    );
    expect((await resume('--patience', '0', '--epochs', '6')).out).toMatch(/: 18 steps\./);
    expect((await (await RunFolder.open(at('early'))).metrics()).map(({ epoch }) => epoch)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('refuses what says nothing', async () => {
    const refused = await train('none', '--min-delta', '1');
    expect([refused.code, refused.err]).toEqual([
      2,
      '--min-delta says what --patience waits for: give --patience too.\n',
    ]);
    expect((await train('none', '--patience', '-1')).err).toMatch(/'-1' is invalid/);
    expect((await cli('evaluate', '--run', at('none'), '--checkpoint', 'worst')).err).toMatch(
      /Allowed choices are last, best/,
    );
  });

  it('notes every figure of an epoch in metrics.csv', async () => {
    expect(
      (await train('noted', '--epochs', '2', '--warmup', '1', '--beta', '0.5', '--lr', '2e-3')).code,
    ).toBe(0);
    const [header, first] = (await readFile(at('noted/metrics.csv'), 'utf8')).split('\r\n');
    expect(header).toBe(
      'epoch,step,train_bce,train_kl,train_elbo,test_bce,test_kl,test_elbo,active_units,gradient_norm,beta,learning_rate,best,images_per_second,seconds,diagnosis,diagnosis_sentence,diagnosis_suggestion,kl_0,kl_1,kl_2',
    );
    // Beta rises over the 3 steps of the first epoch.
    expect(first!.split(',').slice(10, 13)).toEqual([String(0.5 * (2 / 3)), '0.002', '1']);
    for (const { gradientNorm } of await (await RunFolder.open(at('noted'))).metrics())
      expect(gradientNorm).toBeGreaterThan(0);
  });
});

describe('the best checkpoint', () => {
  it('is chosen by --checkpoint, and differs from the last', async () => {
    // A rate at which the last epoch is hardly ever the best.
    const result = await json(
      ...['train', '--data', at('images'), '--run', at('best'), ...SETTINGS],
      ...['--epochs', '40', '--lr', '0.01', '--patience', '3'],
    );
    const run = await RunFolder.open(at('best'));
    const rows = await run.metrics();
    const best = rows.findLast((row) => row.best)!;
    expect(result['bestEpoch']).toBe(best.epoch);
    expect(best.epoch).toBeLessThan(rows.length);
    const evaluate = (which: string) => json('evaluate', '--run', at('best'), '--checkpoint', which);
    // To the last bit: the terminal evaluates as training does.
    expect(figuresOf(await evaluate('best'))).toEqual(figuresOfRow(best));
    const latents = await readFile(at('best/latents.npy'));
    expect(figuresOf(await json('evaluate', '--run', at('best')))).toEqual(figuresOfRow(rows.at(-1)!));
    expect((await readFile(at('best/latents.npy'))).equals(latents)).toBe(true);
    expect(
      await json('encode', '--run', at('best'), '--checkpoint', 'best', '--out', at('b.npy')),
    ).toMatchObject({
      checkpoint: 'best',
    });
    // What the run keeps is what its last weights make of the test set.
    expect((await readFile(at('best/latents.npy'))).equals(latents)).toBe(true);
    expect((await readFile(at('b.npy'))).equals(latents)).toBe(false);
    expect(
      await json('model', '--run', at('best'), '--checkpoint', 'best', '--to', at('b.safetensors')),
    ).toMatchObject({
      step: best.step,
    });
    const kept = await readFile(at('best/checkpoints', String(best.step), 'weights.safetensors'));
    expect((await readFile(at('b.safetensors'))).equals(kept)).toBe(true);
    expect(await readdir(at('best/checkpoints'))).toContain(String(best.step));
  });
});

const figures = z.object({
  bce: z.number(),
  kl: z.number(),
  activeUnits: z.number(),
  klPerDimension: z.array(z.number()),
});
const figuresOf = (found: unknown) => figures.parse(found);
const figuresOfRow = ({ test, activeUnits, klPerDimension }: EpochMetrics) =>
  figures.parse({ ...test, activeUnits, klPerDimension });

/** The engine as the window's process serves it, through a port that copies what passes. */
function windowEngine() {
  const events: EngineMessage[] = [];
  let wake: () => void = () => undefined;
  let listen: (event: { data: unknown }) => void = () => undefined;
  let id = 0;
  serve({
    on: (_, listener) => (listen = listener),
    postMessage: (message) => {
      events.push(structuredClone(message));
      wake();
    },
  });
  const until = async (wanted: (message: EngineMessage) => boolean): Promise<EngineMessage> => {
    for (;;) {
      const found = events.findIndex(wanted);
      if (found >= 0) return events.splice(found, 1)[0]!;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return {
    call: async (call: string, input: unknown): Promise<unknown> => {
      const own = ++id;
      listen({ data: { id: own, call, input: structuredClone(input) } });
      const answer = await until((message) => 'id' in message && message.id === own);
      if (answer.type !== 'result') throw new Error(JSON.stringify(answer));
      return answer.output;
    },
    trainingEnd: () => until((message) => message.type === 'event' && message.event === 'training.end'),
    epochs: (): EpochMetrics[] =>
      events.flatMap((message) =>
        message.type === 'event' && message.event === 'training.epoch'
          ? [epochMetrics.parse(message.payload)]
          : [],
      ),
  };
}

describe('the terminal and the window', () => {
  it('train, resume and evaluate alike, to the last bit', async () => {
    expect((await train('terminal', '--epochs', '1', '--warmup', '2', '--patience', '5')).code).toBe(0);
    expect((await cli('train', '--resume', '--run', at('terminal'), '--epochs', '3')).code).toBe(0);

    const engine = windowEngine();
    const config = trainingConfig.parse({
      ...{ epochs: 1, batch: 8, latent: 3, seed: 4, warmup: 2 },
      earlyStopping: { patience: 5 },
    });
    const source = { kind: 'folder', path: at('images') };
    await engine.call('training.start', { source, options: { side: 16 }, config, runFolder: at('window') });
    await engine.trainingEnd();
    await engine.call('training.resume', { runFolder: at('window'), epochs: 3 });
    await engine.trainingEnd();

    const file = (run: string, name: string) => readFile(at(run, 'checkpoints/9', name));
    for (const name of ['weights.safetensors', 'optimiser.safetensors'])
      expect((await file('terminal', name)).equals(await file('window', name))).toBe(true);
    const timeless = (rows: readonly EpochMetrics[]) =>
      rows.map((row) => ({ ...row, seconds: 0, imagesPerSecond: 0 }));
    const rows = await (await RunFolder.open(at('terminal'))).metrics();
    expect(timeless(engine.epochs())).toEqual(timeless(rows));
    const evaluated = await json('evaluate', '--run', at('window'));
    expect(figuresOf(evaluated)).toEqual(figuresOfRow(engine.epochs().at(-1)!));
    expect({ ...(await json('evaluate', '--run', at('terminal'))), run: '' }).toEqual({
      ...evaluated,
      run: '',
    });
    // What the window shows of the test images are the same numbers.
    await engine.call('run.open', { runFolder: at('window') });
    const { bce, kl } = z
      .object({ bce: z.instanceof(Float32Array), kl: z.instanceof(Float32Array) })
      .parse(await engine.call('space.encode', {}));
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect([mean(bce), mean(kl)]).toEqual([evaluated['bce'], evaluated['kl']]);
  });
});
