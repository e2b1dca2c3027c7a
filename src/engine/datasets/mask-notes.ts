import type { FoundFile } from './found-file';
import { looksLikeImage } from './folder-parts';
import { withoutEnding } from './name-matcher';

/** What sets for segmentation call the folder of their masks. */
const MASK_FOLDER = /^(masks?|gt|(ground|segmentation)[ _-]?(truth|masks?)s?|segmentations?|annotations?)$/i;
/** What they put behind the name of an image for that of its mask. */
const MASK_ENDING = /[ _-](mask|masks|seg|segmentation|gt|groundtruth)([ _-]?\d{1,3})?$/i;
/** A folder has the masks of another when so many of its files are called like images there. */
const SHARE = 0.8;
/** `trainA`, `test_B`: a part and what would be the class. */
const PART_AND_CLASS = /^(train|training|test|testing|val|valid|validation)[ _-]?(.{1,40})$/i;

/** What is perhaps no image of a class but the mask of another image, or part and class in one name; a sentence for each. */
export function maskNotes(files: readonly FoundFile[]): string[] {
  const images = files.filter(({ file }) => looksLikeImage(file));
  const classes = new Map<string, FoundFile[]>();
  for (const image of images) {
    const of = classes.get(image.className ?? '');
    if (of === undefined) classes.set(image.className ?? '', [image]);
    else of.push(image);
  }
  return [...maskFolders(classes), ...masksBeside(images), ...partsInNames([...classes.keys()])];
}

function maskFolders(classes: ReadonlyMap<string, readonly FoundFile[]>): string[] {
  const names = new Map([...classes].map(([name, files]) => [name, new Set(files.map(stemOf))]));
  return [...names].flatMap(([name, masks]) => {
    if (!MASK_FOLDER.test(name)) return [];
    const of = [...names].find(
      ([other, images]) =>
        other !== name && [...masks].filter((each) => images.has(each)).length >= SHARE * masks.size,
    );
    return of === undefined
      ? []
      : [
          `"${name}" has files called like those of "${of[0]}" and may hold their masks: leave the class "${name}" out if they are no images to learn from.`,
        ];
  });
}

function masksBeside(images: readonly FoundFile[]): string[] {
  const whole = new Set(images.map(({ file }) => withoutEnding(file)));
  const masks = images.filter(({ file }) => {
    const name = withoutEnding(file);
    return MASK_ENDING.test(name) && whole.has(name.replace(MASK_ENDING, ''));
  });
  const [first] = masks;
  if (first === undefined) return [];
  const some = masks.length === 1 ? '1 file lies' : `${masks.length} files lie`;
  const such = masks.length === 1 ? `(${first.file})` : `(such as ${first.file})`;
  return [
    `${some} beside an image of the same name ${such} and may be masks: they are read as images of their class; move them out of the folder if they are none to learn from.`,
  ];
}

function partsInNames(classes: readonly string[]): string[] {
  const parts = new Map<string, Set<string>>();
  for (const name of classes) {
    const [, part, rest] = PART_AND_CLASS.exec(name) ?? [];
    if (part === undefined || rest === undefined) return [];
    const kind = part.toLowerCase().startsWith('train') ? 'train' : 'test';
    parts.set(kind, (parts.get(kind) ?? new Set()).add(rest));
  }
  const [train, test] = [parts.get('train'), parts.get('test')];
  if (train === undefined || test === undefined || ![...test].some((name) => train.has(name))) return [];
  const [shown = ''] = train;
  return [
    `The folders ${[...classes].sort().join(', ')} may name parts and classes in one, but are read as classes, with a split that is drawn: make them train/${shown}, test/${shown} and so on if they do.`,
  ];
}

const stemOf = ({ file }: FoundFile): string =>
  withoutEnding(file.slice(file.lastIndexOf('/') + 1)).replace(MASK_ENDING, '');
