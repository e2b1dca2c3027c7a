import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeLimits } from '../../contract/testing/time-limits';
import { writeNpy } from '../../core/formats/npy';
import { readSafetensors, writeSafetensors, type Tensor } from '../../core/formats/safetensors';
import { parameterShapes } from '../../core/network/parameters';
import { planNetwork } from '../../core/network/plan';
import { GraphStepper } from '../training/graph-stepper';
import { lossWeights } from '../training/objective';
import { Vae } from './vae';
import { sizeOf } from './weights';

/**
 * The network against PyTorch's: golden values of scripts/fixtures/make-parity-fixture.py, and, where a Python with
 * PyTorch is at hand, an export loaded into the module itself.
 */
const plan = planNetwork({ side: 28, channels: 1, latent: 64 });
const golden = readSafetensors(
  readFileSync(path.join(import.meta.dirname, 'fixtures', 'parity.safetensors')),
).tensors;
const python = pythonWithTorch();
const n = 8;
let vae: Vae;
let folder = '';

beforeAll(async () => {
  vae = await Vae.fromWeights(plan, hashedWeights());
  folder = mkdtempSync(path.join(tmpdir(), 'latent-atelier-parity-'));
});
afterAll(() => {
  vae.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('against PyTorch', () => {
  it('gives the same mu, logvar, pixels and loss', async () => {
    const { mu, logvar } = await vae.encode(of('x'));
    expect(largestDifference(mu, of('mu'))).toBeLessThan(1e-4);
    expect(largestDifference(logvar, of('logvar'))).toBeLessThan(1e-4);
    const eps = of('eps');
    const z = mu.map((value, i) => value + Math.exp(logvar[i]! / 2) * eps[i]!);
    const pixels = of('logits').map((logit) => 1 / (1 + Math.exp(-logit)));
    expect(largestDifference(await vae.decode(z, n), pixels)).toBeLessThan(1e-4);
  });

  it.each([
    ['elbo', 1],
    ['elbo', 4],
    ['notebook', 1],
    ['notebook', 3],
  ] as const)(
    'gives the same %s loss, gradients and ten steps of Adam, the batch in %i parts',
    async (objective, replicas) => {
      const start = { weights: hashedWeights(), learningRate: 1e-3, resume: null };
      const stepper = await GraphStepper.start(plan, start, replicas);
      const weights = lossWeights(objective, n, plan, 1);
      const images = Uint8Array.from(of('x'), (value) => Math.round(255 * value));
      const request = { n, images, eps: of('eps'), weights };
      checkGradients(objective, stepper.gradients(request));
      for (const wanted of of(`${objective}.losses`)) {
        const { bce, kl } = await stepper.step(request);
        // 1e-4 of the loss: the elbo's is some 500 nats, whose own rounding is 3e-5.
        expect(Math.abs((weights.bce * bce + weights.kl * kl) / wanted - 1)).toBeLessThan(1e-4);
      }
      for (const [name, tensor] of await stepper.weights()) {
        const trained = of(`${objective}.trained.${name}`);
        expect(largestDifference(sampled(tensor.data), trained), name).toBeLessThan(1e-3);
      }
      await stepper.close();
    },
  );

  it.skipIf(python === null)(
    'exports weights that load strictly and give the same mu (needs Python with torch)',
    async () => {
      vae.setWeights(hashedWeights());
      const { mu } = await vae.encode(of('x'));
      const write = (name: string, bytes: Uint8Array): string => {
        writeFileSync(path.join(folder, name), bytes);
        return path.join(folder, name);
      };
      const script = path.join(import.meta.dirname, '../../../scripts/fixtures/check-safetensors.py');
      const args = [
        ...['--weights', write('weights.safetensors', writeSafetensors(vae.weights()))],
        ...['--images', write('images.npy', writeNpy({ shape: [n, 28, 28, 1], data: of('x') }))],
        ...['--mu', write('mu.npy', writeNpy({ shape: [n, 64], data: mu }))],
      ];
      const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
      const answer = execFileSync(python ?? '', [script, ...args], { encoding: 'utf8', env });
      expect(JSON.parse(answer)).toMatchObject({ images: n });
    },
  );
});

function checkGradients(objective: string, gradients: Map<string, Tensor>): void {
  expect(gradients.size).toBe(parameterShapes(plan).length);
  for (const [name, { data }] of gradients) {
    const wanted = of(`${objective}.grad.${name}`);
    const scale = Math.max(...wanted.map(Math.abs));
    expect(largestDifference(sampled(data), wanted), name).toBeLessThan(1e-3 * scale);
    const norm = of(`${objective}.norm.${name}`)[0]!;
    expect(Math.abs(normOf(data) / norm - 1), name).toBeLessThan(1e-3);
  }
}

function of(name: string): Float32Array {
  const tensor = golden.get(name);
  if (tensor === undefined) throw new Error(`The fixture lacks ${name}.`);
  return tensor.data;
}

/** The script's `hashed`. */
function hashed(index: number): number {
  let z = (Math.imul(index, 0x9e3779b9) + 0x85ebca6b) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** The script's `hashed_weights`. */
function hashedWeights(): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  let start = 0;
  let bound = 0;
  for (const { name, shape } of parameterShapes(plan)) {
    if (name.endsWith('.weight')) bound = 1 / Math.sqrt(sizeOf(shape.slice(1)));
    const first = start;
    const unit = (i: number): number => (hashed(first + i) >>> 8) * 2 ** -24;
    const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => (2 * unit(i) - 1) * bound);
    weights.set(name, { shape, data });
    start += data.length;
  }
  return weights;
}

/** The script's `sampled`. */
function sampled(data: Float32Array): Float32Array {
  return Float32Array.from({ length: 64 }, (_, i) => data[hashed(i) % data.length]!);
}

function normOf(data: Float32Array): number {
  return Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

/** A Python that imports torch, NumPy and safetensors, or null. */
function pythonWithTorch(): string | null {
  const command = process.env['LATENT_ATELIER_PYTHON'] ?? 'python3';
  try {
    execFileSync(command, ['-c', 'import torch, numpy, safetensors'], {
      stdio: 'ignore',
      timeout: timeLimits.event,
    });
    return command;
  } catch {
    return null;
  }
}
