import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

/**
 * Writes a folder of small colour photographs' stand-ins: one subfolder for each class, each image a disc or a square
 * in the class's colour on a noisy ground.
 */
export async function writeColourFolder(
  folder: string,
  classes: Record<string, [number, number, number]>,
  perClass: number,
  side = 32,
): Promise<void> {
  for (const [name, [r, g, b]] of Object.entries(classes)) {
    await mkdir(path.join(folder, name), { recursive: true });
    for (let i = 0; i < perClass; i++) {
      const size = Math.round(side * (0.35 + (0.4 * i) / perClass));
      const at = Math.round((side - size) / 2);
      const shape =
        i % 2 === 0
          ? `<rect x="${at}" y="${at}" width="${size}" height="${size}" fill="rgb(${r},${g},${b})"/>`
          : `<circle cx="${side / 2}" cy="${side / 2}" r="${size / 2}" fill="rgb(${r},${g},${b})"/>`;
      const ground = 20 + ((i * 37) % 60);
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">
        <rect width="100%" height="100%" fill="rgb(${ground},${ground},${ground})"/>${shape}</svg>`;
      await sharp(Buffer.from(svg))
        .png()
        .toFile(path.join(folder, name, `${name}-${i}.png`));
    }
  }
}
