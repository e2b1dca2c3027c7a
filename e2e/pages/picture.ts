import type { Locator } from '@playwright/test';
import sharp from 'sharp';

/** What a person would notice of a picture on the screen. */
export interface Look {
  /** Share of pixels that differ clearly from the most common colour. */
  covered: number;
  /** Strongly coloured hues seen, of twelve. */
  hues: number;
  /** Standard deviation of lightness, 0 to 255: near 0 is one flat colour. */
  contrast: number;
}

/**
 * Looks at the part of the window where an element is, as it is at this moment. The whole window is taken and cut
 * here: to take a part, the browser draws anew, tells the page that the pointer has left, and what hovers is gone.
 */
export async function look(element: Locator): Promise<Look> {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  const window = await element.page().screenshot({ scale: 'css' });
  if (box === null) throw new Error('The element is not shown.');
  const { width, height } = await sharp(window).metadata();
  const left = Math.max(0, Math.round(box.x));
  const top = Math.max(0, Math.round(box.y));
  const part = {
    left,
    top,
    width: Math.min(width - left, Math.round(box.width)),
    height: Math.min(height - top, Math.round(box.height)),
  };
  return lookAt(await sharp(window).extract(part).png().toBuffer());
}

/** The extent of what is strongly coloured in a picture of the map without class names, in shares of its width and height. */
export async function colouredExtent(png: Buffer): Promise<{ width: number; height: number }> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const [columns, rows] = [new Uint8Array(info.width), new Uint8Array(info.height)];
  for (let i = 0; i < info.width * info.height; i++) {
    const [r, g, b] = [data[i * 3]!, data[i * 3 + 1]!, data[i * 3 + 2]!];
    if (Math.max(r, g, b) - Math.min(r, g, b) < 60) continue;
    columns[i % info.width] = 1;
    rows[Math.floor(i / info.width)] = 1;
  }
  const extent = (seen: Uint8Array) => (seen.lastIndexOf(1) - seen.indexOf(1)) / seen.length;
  return { width: extent(columns), height: extent(rows) };
}

/** Looks at a PNG. */
export async function lookAt(png: Buffer): Promise<Look> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixels = info.width * info.height;
  const counts = new Map<number, number>();
  const hues = new Array<number>(12).fill(0);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < pixels; i++) {
    const [r, g, b] = [data[i * 3]!, data[i * 3 + 1]!, data[i * 3 + 2]!];
    const key = ((r >> 4) << 8) | ((g >> 4) << 4) | (b >> 4);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const light = (r + g + b) / 3;
    sum += light;
    squares += light * light;
    const strongest = Math.max(r, g, b);
    const chroma = strongest - Math.min(r, g, b);
    if (chroma > 60) hues[Math.floor(hueOf(r, g, b, strongest, chroma) * 2) % 12]! += 1;
  }
  const background = Math.max(...counts.values());
  const mean = sum / pixels;
  return {
    covered: 1 - background / pixels,
    hues: hues.filter((n) => n > pixels / 5_000).length,
    contrast: Math.sqrt(Math.max(0, squares / pixels - mean * mean)),
  };
}

/** 0 to 6, as in HSV. */
function hueOf(r: number, g: number, b: number, strongest: number, chroma: number): number {
  if (strongest === r) return (((g - b) / chroma) % 6) + (g < b ? 6 : 0);
  return strongest === g ? (b - r) / chroma + 2 : (r - g) / chroma + 4;
}
