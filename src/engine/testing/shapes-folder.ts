import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

/** Two classes of small pictures: bars that stand and bars that lie, in different places and shades. */
export async function drawShapes(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'stand'), { recursive: true });
  await mkdir(path.join(folder, 'lie'), { recursive: true });
  for (let i = 0; i < 20; i++) {
    const bar = Buffer.alloc(256);
    const turned = Buffer.alloc(256);
    for (let along = 2; along < 14; along++) {
      for (let across = 2 + (i % 10); across < 5 + (i % 10); across++) {
        bar[along * 16 + across] = 120 + 6 * i;
        turned[across * 16 + along] = 120 + 6 * i;
      }
    }
    const raw = { width: 16, height: 16, channels: 1 as const };
    await sharp(bar, { raw })
      .png()
      .toFile(path.join(folder, `stand/${i}.png`));
    await sharp(turned, { raw })
      .png()
      .toFile(path.join(folder, `lie/${i}.png`));
  }
  await writeFile(path.join(folder, 'notes.txt'), 'not an image');
}
