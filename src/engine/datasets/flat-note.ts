import type { PixelOptions } from '../../contract/prepared-as';
import type { Oddities } from '../images/protocol';

/** The brightest value that still looks black, and the largest difference that looks like none. */
const [NEARLY_BLACK, NEARLY_NONE] = [32, 8];
const MOST_LOOKED_AT = 200;

type Flatness = 'dark' | 'even' | null;

/** How many of some images `[n, bytes]` are nearly black, and how many nearly of one colour otherwise; a sample of 200. */
export function flatness(
  n: number,
  pixelsOf: (row: number) => Uint8Array,
  channels: 1 | 3,
): { looked: number; dark: number; even: number; first: number | null } {
  const looked = Math.min(n, MOST_LOOKED_AT);
  const found = { looked, dark: 0, even: 0, first: null as number | null };
  for (let i = 0; i < looked; i++) {
    const row = Math.floor((i * n) / looked);
    const kind = kindOf(pixelsOf(row), channels);
    if (kind === null) continue;
    found[kind] += 1;
    found.first ??= row;
  }
  return found;
}

function kindOf(pixels: Uint8Array, channels: 1 | 3): Flatness {
  let highest = 0;
  let widest = 0;
  for (let c = 0; c < channels; c++) {
    let [low, high] = [255, 0];
    for (let i = c; i < pixels.length; i += channels) {
      const value = pixels[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    highest = Math.max(highest, high);
    widest = Math.max(widest, high - low);
  }
  if (highest <= NEARLY_BLACK) return 'dark';
  return widest <= NEARLY_NONE ? 'even' : null;
}

/**
 * What to say when half of the images or more show nothing; null otherwise. `visible`: what another ground or other
 * levels would show of one of them.
 */
export function flatNote(
  { looked, dark, even }: { looked: number; dark: number; even: number },
  { ground, levels, invert }: Pick<PixelOptions, 'ground' | 'levels' | 'invert'>,
  visible: { ground: boolean; levels: boolean },
): string | null {
  if (looked === 0 || 2 * (dark + even) < looked) return null;
  const what = dark >= even ? 'nearly black' : 'nearly of one colour';
  const fact = `${Math.max(dark, even)} of ${looked} images looked at are ${what}`;
  if (visible.ground) {
    const other = ground === 'white' ? 'black' : 'white';
    const orInverted = invert || other === 'black' ? '' : ', or invert light and dark';
    return `${fact}: what they show has the colour of the ${ground === 'black' || ground === 'white' ? `${ground} ` : ''}ground behind it. Choose the ground ${other}${orInverted}.`;
  }
  if (visible.levels && levels === 'stored')
    return `${fact}, since their numbers fill a small part of their range: choose other levels (each file’s range, or 0.1 to 99.9 % of a sample).`;
  return `${fact}: check the levels and the ground, and whether these are the right files.`;
}

/** What was seen in some files and was not read, in sentences. `of`: how many files there are. */
export function oddNotes(
  seen: readonly Oddities[],
  levels: PixelOptions['levels'],
  everyPage: boolean,
): string[] {
  const count = (isOne: (each: Oddities) => boolean): number => seen.filter(isOne).length;
  const [many, clipped, extra] = [
    everyPage ? 0 : count(({ pages = 1 }) => pages > 1),
    count((each) => each.clipped === true),
    count((each) => each.extra === true),
  ];
  const files = (n: number): string => (n === 1 ? '1 file has' : `${n} files have`);
  return [
    ...(many === 0
      ? []
      : [
          `${files(many)} several pages or frames, of which the first alone is read: choose every page if each is an image.`,
        ]),
    ...(clipped === 0 || levels !== 'stored'
      ? []
      : [
          `${files(clipped)} numbers outside of 0 to 1, which were clipped: choose other levels to see them.`,
        ]),
    ...(extra === 0 ? [] : [`${files(extra)} more channels than colours: the first alone is read.`]),
  ];
}
