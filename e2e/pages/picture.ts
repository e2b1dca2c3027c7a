import type { Locator } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';

/** What a person would notice of a picture on the screen. */
export interface Look {
  /** Share of pixels that differ clearly from the most common colour. */
  covered: number;
  /** Strongly coloured hues seen, of twelve. */
  hues: number;
  /** Standard deviation of lightness, 0 to 255: near 0 is one flat colour. */
  contrast: number;
}

/** Looks at the part of the window where an element is, as it is at this moment. */
export async function look(element: Locator): Promise<Look> {
  const { picture } = await partOfWindow(element);
  return lookAt(await picture.png().toBuffer());
}

/**
 * The part of the window where an element is, and where that begins. The whole window is taken and cut here: to take a
 * part, the browser draws again, tells the page that the pointer has left, and what hovers is gone.
 */
async function partOfWindow(element: Locator): Promise<{ picture: Sharp; left: number; top: number }> {
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
  return { picture: sharp(window).extract(part), left, top };
}

/** Half a side of what is no letter and no line, in CSS pixels. */
const BLOT = 2;
const APART = 12;

/** Where something stands out from the ground of an element, in CSS pixels of the window, from the middle outwards. */
export async function blotsIn(element: Locator): Promise<{ x: number; y: number }[]> {
  const { picture, left, top } = await partOfWindow(element);
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const ground = mostCommon(data);
  const standsOut = (x: number, y: number): boolean =>
    [0, 1, 2].some((channel) => Math.abs(data[(y * width + x) * 3 + channel]! - ground[channel]!) > 60);
  const isBlot = (x: number, y: number): boolean => {
    for (let dy = -BLOT; dy <= BLOT; dy++)
      for (let dx = -BLOT; dx <= BLOT; dx++) if (!standsOut(x + dx, y + dy)) return false;
    return true;
  };
  const found: { x: number; y: number; far: number }[] = [];
  for (let y = APART; y < height - APART; y += 3) {
    for (let x = APART; x < width - APART; x += 3) {
      if (!isBlot(x, y)) continue;
      if (found.some((other) => Math.hypot(other.x - x, other.y - y) < APART)) continue;
      found.push({ x, y, far: Math.hypot(x - width / 2, y - height / 2) });
    }
  }
  return found.sort((one, other) => one.far - other.far).map(({ x, y }) => ({ x: left + x, y: top + y }));
}

/** The colour that most pixels have. */
function mostCommon(rgb: Uint8Array): [number, number, number] {
  const counts = new Map<number, number>();
  for (let i = 0; i < rgb.length; i += 3) {
    const key = (rgb[i]! << 16) | (rgb[i + 1]! << 8) | rgb[i + 2]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [key] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
  return [key >> 16, (key >> 8) & 255, key & 255];
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
