import { expect, it } from 'vitest';
import { planNetwork } from '../../core/network/plan';
import { Generator } from '../../core/random/generator';
import { drawNoise } from '../network/latent';
import { Vae } from '../network/vae';
import { GraphStepper } from './graph-stepper';
import { lossWeights } from './objective';

type Colour = readonly [number, number, number];
const RED: Colour = [230, 30, 40];
const BLUE: Colour = [30, 50, 220];
const GREEN: Colour = [20, 200, 60];
const BLACK: Colour = [0, 0, 0];

const distance = (a: readonly number[], b: Colour): number =>
  Math.hypot(...b.map((value, i) => value - a[i]!));

/** Upper left, upper right, lower left, lower right: no two alike in a way that a mix-up of sides or channels would keep. */
const QUARTERS: readonly (readonly [Colour, Colour, Colour, Colour])[] = [
  [RED, BLUE, GREEN, BLACK],
  [BLUE, GREEN, BLACK, RED],
];
const N = QUARTERS.length;

/** `[2, side, side, 3]` */
function images(side: number): Uint8Array {
  const pixels = new Uint8Array(N * side * side * 3);
  for (let i = 0, at = 0; i < N; i++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++, at += 3) {
        const quarter = (y < side / 2 ? 0 : 2) + (x < side / 2 ? 0 : 1);
        pixels.set(QUARTERS[i]![quarter]!, at);
      }
    }
  }
  return pixels;
}

it.each([
  { side: 64, steps: 180 },
  { side: 128, steps: 90 },
])(
  'a network for $side x $side x 3 learns: its loss falls, colours and sides are right',
  async ({ side, steps }) => {
    const plan = planNetwork({ side, channels: 3, latent: 4 });
    const random = new Generator(2);
    const vae = await Vae.create(plan, random);
    const start = { weights: vae.weights(), learningRate: 2e-3, resume: null };
    const stepper = await GraphStepper.start(plan, start);
    const pixels = images(side);
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const eps = drawNoise(random, N, plan.latent);
      const { bce, kl } = await stepper.step({
        n: N,
        images: pixels,
        eps,
        weights: lossWeights('elbo', N, plan, 1),
      });
      losses.push((bce + kl) / N);
    }
    vae.setWeights(await stepper.weights());
    await stepper.close();
    const { mu } = await vae.encode(pixels);
    const seen = await vae.decodeToBytes(mu, N);
    vae.dispose();

    expect(losses.at(-1)).toBeLessThan(0.8 * losses[0]!);
    for (const [i, quarters] of QUARTERS.entries()) {
      for (const [quarter, colour] of quarters.entries()) {
        const x = Math.floor(side * (quarter % 2 === 0 ? 0.25 : 0.75));
        const y = Math.floor(side * (quarter < 2 ? 0.25 : 0.75));
        const at = ((i * side + y) * side + x) * 3;
        const pixel = [...seen.subarray(at, at + 3)];
        const nearest = [RED, BLUE, GREEN, BLACK].sort((a, b) => distance(pixel, a) - distance(pixel, b))[0];
        expect(nearest, `image ${i}, quarter ${quarter}: ${pixel.join(' ')}`).toBe(colour);
      }
    }
  },
);
