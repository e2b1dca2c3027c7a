import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sortedFolder, writeFiles } from './testing/sorted-folder';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-masks-'));
  return () => rm(root, { recursive: true, force: true });
});
const numbers = [0, 1, 2, 3, 4];
const notesOf = async (...files: string[]): Promise<string> => {
  await writeFiles(root, files);
  return (await sortedFolder(root, {})).notes.join(' ');
};

describe('what may be no image to learn from', () => {
  it.each([
    ['images', 'masks', ''],
    ['Images', 'ground_truth', '_segmentation'],
    ['photos', 'Annotations', '_mask'],
  ])('is said of %s beside %s', async (images, masks, ending) => {
    const notes = await notesOf(
      ...numbers.map((i) => `${images}/${i}.jpg`),
      ...numbers.map((i) => `${masks}/${i}${ending}.png`),
    );
    expect(notes).toContain(`"${masks}" has files called like those of "${images}" and may hold their masks`);
    expect(notes).toContain(`leave the class "${masks}" out`);
  });

  it('is said of masks that lie beside their images', async () => {
    const notes = await notesOf(
      ...numbers.flatMap((i) => [`benign/benign (${i}).png`, `benign/benign (${i})_mask.png`]),
      ...numbers.flatMap((i) => [`malign/m${i}.png`, `malign/m${i}_mask_1.png`]),
    );
    expect(notes).toMatch(
      /^10 files lie beside an image of the same name \(such as benign\/benign \(0\)_mask\.png\)/,
    );
  });

  it('is not said of classes whose files have the same numbers, nor of a mask without its image', async () => {
    const files = ['cat', 'dog', 'mask'].flatMap((name) => numbers.map((i) => `${name}/${name}-${i}.png`));
    expect(await notesOf(...files, ...numbers.map((i) => `cat/paper_${i}_mask.png`))).not.toMatch(/masks/);
  });
});

describe('parts and classes in one name', () => {
  it('are said', async () => {
    const folders = ['trainA', 'trainB', 'testA', 'testB'];
    const notes = await notesOf(...folders.flatMap((name) => numbers.map((i) => `${name}/${i}.jpg`)));
    expect(notes).toContain('The folders testA, testB, trainA, trainB may name parts and classes in one');
    expect(notes).toContain('make them train/A, test/A and so on');
  });

  it('are not said of classes that only begin so', async () => {
    const folders = ['trains', 'trams', 'tests'];
    expect(await notesOf(...folders.flatMap((name) => numbers.map((i) => `${name}/${i}.jpg`)))).not.toMatch(
      /in one/,
    );
  });
});
