import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { runCli } from './run-cli';

/** The object a command prints with --json, after checking that it prints nothing else. */
export async function jsonOf(...argv: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await runCli(...argv, '--json');
  if (code !== 0) throw new Error(`The command ended with ${code}: ${err}`);
  if (out.trimEnd().includes('\n')) throw new Error(`More than one line was printed: ${out}`);
  return JSON.parse(out) as Record<string, unknown>;
}

/** Writes 30 images of two classes into `root/images` and trains a small run on them in `root/run`; what it printed. */
export async function trainedRun(root: string): Promise<Record<string, unknown>> {
  const images = path.join(root, 'images');
  for (const [name, red] of [
    ['dark', 20],
    ['light', 200],
  ] as const) {
    await mkdir(path.join(images, name), { recursive: true });
    for (let i = 0; i < 15; i++) {
      const background = { r: red + 2 * i, g: red, b: 90 };
      await sharp({ create: { width: 16, height: 16, channels: 3, background } })
        .png()
        .toFile(path.join(images, name, `=${i}.png`));
    }
  }
  const sizes = ['--epochs', '2', '--batch', '10', '--latent', '3', '--size', '16'];
  return jsonOf('train', '--data', images, '--run', path.join(root, 'run'), ...sizes);
}
