import { leastDifference, seenAs } from './colour-vision';
import { hexOf, oklchToSrgb, srgbOfHex, type Rgb } from './oklab';

/**
 * Ten colours found by annealing in OKLCH: the least difference between any two, seen with full colour vision or with
 * any of the three deficiencies, is as large as it gets while each stays readable on a dark and on a light ground.
 */
const firstTen = [
  '#6898ed',
  '#d53c0c',
  '#52da91',
  '#915bf6',
  '#fdb30c',
  '#f866ae',
  '#07844f',
  '#c9b7fe',
  '#af994d',
  '#af539a',
];

interface Swatch {
  rgb: Rgb;
  seen: Rgb[];
}

function swatch(rgb: Rgb): Swatch {
  return { rgb, seen: seenAs(rgb) };
}

const swatches: Swatch[] = firstTen.map((hex) => swatch(srgbOfHex(hex)));
let candidates: Swatch[] | null = null;

function makeCandidates(): Swatch[] {
  const made: Swatch[] = [];
  for (const lightness of [0.52, 0.59, 0.66, 0.73, 0.8]) {
    for (const chroma of [0.05, 0.09, 0.13, 0.17, 0.21]) {
      for (let hue = 0; hue < 360; hue += 10) {
        const rgb = oklchToSrgb(lightness, chroma, hue);
        if (rgb !== null) made.push(swatch(rgb));
      }
    }
  }
  return made;
}

/** The next colour is the candidate that differs most from all that came before it. */
function addSwatch(): void {
  candidates ??= makeCandidates();
  let best = -1;
  let bestDifference = -1;
  candidates.forEach((candidate, index) => {
    let least = Infinity;
    for (const taken of swatches) {
      least = Math.min(least, leastDifference(candidate.seen, taken.seen));
      if (least <= bestDifference) return;
    }
    best = index;
    bestDifference = least;
  });
  const [chosen] = candidates.splice(best, 1);
  if (chosen !== undefined) swatches.push(chosen);
}

/** Different colours there are; class 128 has the colour of class 0 again. */
export const categoricalColours = 128;

/** The colour for points without a class. */
export const neutral: Rgb = [0.56, 0.59, 0.64];

/**
 * The sRGB colour of class `index`: ten hand-checked ones, then as many as are asked for, always the same for the
 * same class. A negative index (no class) is the neutral grey.
 */
export function categorical(index: number): Rgb {
  if (index < 0) return [...neutral];
  const wanted = index % categoricalColours;
  while (swatches.length <= wanted) addSwatch();
  return [...swatches[wanted]!.rgb];
}

const scaleSteps = 256;
let scale: Rgb[] | null = null;

/** Violet through blue and green to yellow; lightness rises evenly, so that it reads the same without colour. */
function makeScale(): Rgb[] {
  return Array.from({ length: scaleSteps }, (_, step) => {
    const t = step / (scaleSteps - 1);
    const lightness = 0.42 + 0.47 * t;
    const hue = 305 - 203 * t;
    for (let chroma = 0.17; chroma > 0; chroma -= 0.004) {
      const rgb = oklchToSrgb(lightness, chroma, hue);
      if (rgb !== null) return rgb;
    }
    return [lightness, lightness, lightness];
  });
}

/** The sRGB colour of a value between 0 and 1 on a perceptually even scale; what is not a number is neutral. */
export function continuous(t: number): Rgb {
  if (Number.isNaN(t)) return [...neutral];
  scale ??= makeScale();
  return [...scale[Math.round(Math.min(1, Math.max(0, t)) * (scaleSteps - 1))]!];
}

export const continuousTableSteps = scaleSteps;
let table: Float32Array | null = null;

/** The scale of `continuous` from 0 to 1 in equal steps, `[continuousTableSteps, 3]`: for many points at once. */
export function continuousTable(): Float32Array {
  scale ??= makeScale();
  table ??= Float32Array.from(scale.flat());
  return table;
}

/** `categorical` as `#rrggbb`. */
export function categoricalCss(index: number): string {
  return hexOf(categorical(index));
}

/** `continuous` as `#rrggbb`. */
export function continuousCss(t: number): string {
  return hexOf(continuous(t));
}
