import type { Duplicates } from '../../contract/dataset';

const MOST_PAIRS = 1000;

interface Told {
  file: string;
  /** The same for the same picture. */
  content: string;
  isTest: boolean;
}

/**
 * Images of which another has the very bytes: how many there are beside the first of each, how many of those are on the
 * other side of the split than an image of the same content, and pairs of names, those across the split first.
 */
export function duplicatesOf(images: readonly Told[]): Duplicates {
  const groups = new Map<string, Told[]>();
  for (const image of images) {
    const group = groups.get(image.content);
    if (group === undefined) groups.set(image.content, [image]);
    else group.push(image);
  }
  const pairs: Duplicates['pairs'] = [];
  for (const group of groups.values()) {
    const [first, ...others] = group;
    const opposite = others.find(({ isTest }) => isTest !== first!.isTest);
    for (const { file, isTest } of others) {
      // One that is across from any of its like is across.
      const partner = opposite !== undefined && isTest === first!.isTest ? opposite : first!;
      pairs.push({ first: partner.file, second: file, across: partner.isTest !== isTest });
    }
  }
  pairs.sort((a, b) => Number(b.across) - Number(a.across));
  const across = pairs.filter((pair) => pair.across).length;
  return { images: pairs.length, across, pairs: pairs.slice(0, MOST_PAIRS) };
}

/** In a sentence; nothing when there are none. */
export function duplicatesNote({ images, across, pairs }: Duplicates): string[] {
  const [first] = pairs;
  if (first === undefined) return [];
  const example = `${first.second} is ${first.first}`;
  const leak =
    across === 0
      ? ''
      : `; ${across} of them ${across === 1 ? 'is' : 'are'} for training and for testing, so the test figures are too good`;
  return [
    `${images} ${images === 1 ? 'image has' : 'images have'} the same bytes as another${leak} (${example}${images > 1 ? ', for one' : ''}).`,
  ];
}
