import { describe, expect, it } from 'vitest';
import { contrast, leastDifference, seenAs } from './colour-vision';
import { oklabOf, linearOf, srgbOfHex, type Rgb } from './oklab';
import {
  categorical,
  categoricalColours,
  categoricalCss,
  continuous,
  continuousCss,
  neutral,
} from './palette';
import { darkTheme, lightTheme } from './theme';

/** Okabe and Ito (2008), without black. */
const okabeIto = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7'];

function first(count: number): Rgb[] {
  return Array.from({ length: count }, (_, i) => categorical(i));
}

function leastOf(colours: Rgb[]): number {
  const seen = colours.map(seenAs);
  let least = Infinity;
  for (let i = 0; i < seen.length; i++) {
    for (let j = 0; j < i; j++) least = Math.min(least, leastDifference(seen[i]!, seen[j]!));
  }
  return least;
}

describe('categorical', () => {
  it('keeps ten classes apart for every kind of colour vision', () => {
    expect(leastOf(first(10))).toBeGreaterThan(0.095);
    expect(leastOf(first(10))).toBeGreaterThan(leastOf(okabeIto.map(srgbOfHex)));
  });

  it('goes on past fifty classes without repeating itself', () => {
    const all = Array.from({ length: categoricalColours }, (_, i) => categoricalCss(i));
    expect(new Set(all).size).toBe(categoricalColours);
    expect(leastOf(first(20))).toBeGreaterThan(0.05);
    expect(categoricalCss(categoricalColours)).toBe(categoricalCss(0));
  });

  it('can be read on the dark and on the light ground', () => {
    for (let i = 0; i < 10; i++) {
      expect(contrast(categorical(i), srgbOfHex(darkTheme.background))).toBeGreaterThan(3.5);
      expect(contrast(categorical(i), srgbOfHex(lightTheme.background))).toBeGreaterThan(1.55);
    }
  });

  it('is grey for points without a class, and never hands out its own memory', () => {
    expect(categorical(-1)).toEqual(neutral);
    categorical(3)[0] = 0;
    expect(categoricalCss(3)).toBe('#915bf6');
  });
});

describe('continuous', () => {
  it('grows lighter evenly', () => {
    const lightness = Array.from({ length: 11 }, (_, i) => oklabOf(linearOf(continuous(i / 10)))[0]);
    for (let i = 1; i < lightness.length; i++) {
      expect(lightness[i]! - lightness[i - 1]!).toBeCloseTo(0.047, 2);
    }
  });

  it('holds at its ends and is grey for what is no number', () => {
    expect(continuous(-5)).toEqual(continuous(0));
    expect(continuous(7)).toEqual(continuous(1));
    expect(continuous(NaN)).toEqual(neutral);
    expect(continuousCss(1)).toMatch(/^#[0-9a-f]{6}$/);
  });
});

it('keeps rings and paths of both themes well off their ground', () => {
  for (const theme of [darkTheme, lightTheme]) {
    for (const colour of [theme.ring, theme.secondRing, theme.path, theme.marker]) {
      expect(contrast(srgbOfHex(colour), srgbOfHex(theme.background))).toBeGreaterThan(4.5);
    }
  }
});

it('refuses a colour that is not #rrggbb', () => {
  expect(() => srgbOfHex('red')).toThrow(RangeError);
});
