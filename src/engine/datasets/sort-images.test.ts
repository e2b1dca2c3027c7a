import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataOptions } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { usualPattern, labelByPattern } from './name-pattern';
import { classesOf, sortImages, type SortedImages } from './sort-images';
import { walkFolder, walkPaths } from './walk-folder';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-sort-'));
  return () => rm(root, { recursive: true, force: true });
});

async function write(...files: string[]): Promise<void> {
  for (const file of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), 'x');
  }
}
const numbered = (folder: string, n: number): string[] =>
  Array.from({ length: n }, (_, i) => `${folder}/${i}.png`);

async function sorted(options: DataOptions = {}): Promise<SortedImages> {
  const found = await walkFolder(root, {
    signal: new AbortController().signal,
    withSystem: options.rules === 1,
  });
  return sortImages({ kind: 'folder', path: root }, found, options);
}
const told = ({ files }: SortedImages): Record<string, string> =>
  Object.fromEntries(
    files.map(({ file, className, part }) => [
      file,
      `${className ?? '-'}${part === undefined ? '' : ` ${part}`}`,
    ]),
  );

describe('folders', () => {
  it('of the system are left out by name, in whatever case, and that is said', async () => {
    const junk = [
      '@eaDir',
      '#recycle',
      '$RECYCLE.BIN',
      'System Volume Information',
      'lost+found',
      '__macosx',
      '__pycache__',
      'found.000',
      'Thumbs',
    ];
    await write(
      'cat/1.png',
      'dog/1.png',
      'cat/@eaDir/1.png/small.png',
      ...junk.map((name) => `${name}/x.png`),
    );
    const now = await sorted();
    expect(told(now)).toEqual({ 'cat/1.png': 'cat', 'dog/1.png': 'dog' });
    expect(now.leftOut).toHaveLength(junk.length + 1);
    expect(now.leftOut).toContainEqual({
      file: 'cat/@eaDir/',
      reason: expect.stringContaining('folder of the system') as string,
    });
    // An older run goes on with what it had.
    expect(classesOf((await sorted({ rules: 1 })).files, 1)).toContain('__pycache__');
  });

  it('that each class has within it are said with their pattern, for they may be the classes', async () => {
    for (const fold of ['fold0', 'fold1'])
      await write(`all/${fold}/cat/${fold}.png`, `all/${fold}/dog/${fold}.png`);
    const now = await sorted();
    expect(now.notes.at(-1)).toBe(
      'Each class has the same folders within it (cat, dog): give the pattern */*/{label}/* for the labels if those are the classes.',
    );
    const labelled = await sorted({ labels: { from: 'names', pattern: '*/*/{label}/*' } });
    expect([classesOf(labelled.files), labelled.notes.join(' ').includes('Each class')]).toEqual([
      ['cat', 'dog'],
      false,
    ]);
    await write('all/fold1/owl/1.png');
    expect((await sorted()).notes.join(' ')).not.toContain('Each class');
  });

  it('of parts without folders within them have no classes', async () => {
    await write('train/1.png', 'train/2.png', 'val/3.png');
    expect((await sorted()).notes).toEqual(['The folders say: train for training, val for testing.']);
  });

  it('around all others are looked through, and only those', async () => {
    await write('data/dataset/cat/1.png', 'data/dataset/dog/2.png', 'data/readme.txt');
    const now = await sorted();
    expect(told(now)).toMatchObject({ 'data/dataset/cat/1.png': 'cat', 'data/dataset/dog/2.png': 'dog' });
    expect(now.notes).toEqual([expect.stringContaining('data/dataset, which was looked through')]);
    expect(told(await sorted({ rules: 1 }))).toMatchObject({ 'data/dataset/cat/1.png': 'data' });
    await rm(path.join(root, 'data/dataset/dog'), { recursive: true });
    expect(told(await sorted())).toMatchObject({ 'data/dataset/cat/1.png': 'data' });
    await write('data/dataset/dog/1.png', 'data/loose.png');
    expect(told(await sorted())).toMatchObject({ 'data/dataset/cat/1.png': 'data' });
  });

  it('of parts are splits in whatever case, with others beside them, or with the split drawn', async () => {
    await write(
      ...numbered('Train/x', 4),
      ...numbered('VAL/x', 2),
      ...numbered('test_set/y', 2),
      'samples/a.png',
      'z.png',
    );
    const now = await sorted();
    expect(told(now)).toMatchObject({
      'Train/x/0.png': 'x train',
      'VAL/x/1.png': 'x test',
      'test_set/y/0.png': 'y test',
    });
    expect(now.options).toMatchObject({ splits: 'given', rules: 3 });
    expect(now.leftOut.map(({ file }) => file)).toEqual(['samples/a.png', 'z.png']);
    expect(now.notes.join(' ')).toMatch(
      /2 images lie beside .* Train for training, VAL and test_set for testing; their subfolders/,
    );
    const drawn = await sorted({ splits: 'drawn' });
    expect([drawn.options.splits, drawn.notes.at(-1)]).toEqual([
      'drawn',
      expect.stringContaining('drawn from all of them'),
    ]);
    expect(classesOf((await sorted({ rules: 1 })).files, 1)).toEqual(['Train', 'VAL', 'samples', 'test_set']);
    const paths = ['Train', 'VAL'].map((name) => path.join(root, name));
    const together = await walkPaths(paths, { signal: new AbortController().signal });
    const several = await sortImages({ kind: 'images', paths }, together, {});
    expect(told(several)).toMatchObject({ 'Train/x/0.png': 'x train', 'VAL/x/0.png': 'x test' });
  });

  it('of parts within a wrapper, and without classes, are splits too; one part alone is a wrapper', async () => {
    await write(...numbered('set/train', 3), ...numbered('set/test', 2));
    expect(told(await sorted())).toMatchObject({ 'set/train/0.png': '- train', 'set/test/1.png': '- test' });
    await rm(path.join(root, 'set/test'), { recursive: true });
    await rm(path.join(root, 'set/train'), { recursive: true });
    await write(...numbered('train/a', 2), ...numbered('train/b', 2));
    expect(told(await sorted())).toMatchObject({ 'train/a/0.png': 'a', 'train/b/0.png': 'b' });
    // A class that happens to have such a name, among many.
    await write(...numbered('test/a', 1), ...numbered('tram/q', 20));
    expect(told(await sorted())).toMatchObject({ 'train/a/0.png': 'train', 'tram/q/0.png': 'tram' });
    await expect(sorted({ splits: 'given' })).rejects.toThrow(/have the split drawn/);
  });

  it('within a part that repeat it, or are around its classes, are looked through, and that is said', async () => {
    for (const part of ['seg_train', 'seg_test'])
      await write(...numbered(`${part}/${part}/sea`, 3), ...numbered(`${part}/${part}/ice`, 2));
    await write(...numbered('seg_pred/seg_pred', 2));
    const now = await sorted();
    expect(told(now)).toMatchObject({
      'seg_train/seg_train/sea/0.png': 'sea train',
      'seg_test/seg_test/ice/1.png': 'ice test',
    });
    expect(now.notes.join(' ')).toMatch(/2 images lie beside these folders/);
    expect(now.notes.join(' ')).toMatch(/All images of seg_test and seg_train lie in a folder within/);
    // A run that was made by older rules goes on meaning what it meant.
    expect(told(await sorted({ rules: 2 }))).toMatchObject({ 'seg_train/seg_train/sea/0.png': 'seg_train' });
  });

  it('around the images of every part are no class, and a lone class is one', async () => {
    await write(
      ...numbered('train/images/a', 2),
      ...numbered('train/images/b', 2),
      ...numbered('val/images/a', 1),
    );
    expect(told(await sorted())).toMatchObject({
      'train/images/a/0.png': 'a train',
      'val/images/a/0.png': 'a test',
    });
    await rm(path.join(root, 'train'), { recursive: true });
    await rm(path.join(root, 'val'), { recursive: true });
    await write(
      ...numbered('train/cat', 2),
      ...numbered('train/dog', 2),
      ...numbered('val/cat/siteA', 1),
      ...numbered('val/cat/siteB', 1),
    );
    expect(told(await sorted())).toMatchObject({
      'train/cat/0.png': 'cat train',
      'val/cat/siteB/0.png': 'cat test',
    });
  });

  it('of whole numbers are classes in their order', () => {
    const named = (...names: string[]) => names.map((className) => ({ className }));
    expect(classesOf(named('10', '2', '1', '-3'))).toEqual(['-3', '1', '2', '10']);
    expect(classesOf(named('10', '2', '1'), 1)).toEqual(['1', '10', '2']);
    expect(classesOf(named('10', '2', 'x'))).toEqual(['10', '2', 'x']);
  });

  it('can be left out by their class', async () => {
    await write(...numbered('a', 3), ...numbered('b', 2), ...numbered('c', 1));
    const now = await sorted({ without: ['b', 'nothing'] });
    expect(classesOf(now.files)).toEqual(['a', 'c']);
    expect(now.choices.without).toEqual([
      { name: 'b', count: 2 },
      { name: 'nothing', count: 0 },
    ]);
    expect(now.notes).toEqual([
      'Left out by choice with their images: b (2).',
      'There is no class nothing to leave out.',
    ]);
    await expect(sorted({ without: ['a', 'b', 'c'] })).rejects.toThrow(UserError);
  });
});

describe('labels', () => {
  it('are which of several columns has the only 1 of a row, or a column that is said to be guessed', async () => {
    await write('1.png', '2.png', '3.png');
    const read = async (table: string) => {
      await writeFile(path.join(root, 'gt.csv'), table);
      return sorted({ labels: { from: 'file', path: path.join(root, 'gt.csv') } });
    };
    const flags = await read('image,MEL,NV,BCC\n1,1.0,0.0,0.0\n2,0.0,0.0,1.0\n3,0.0,1.0,0.0\n');
    expect(told(flags)).toEqual({ '1.png': 'MEL', '2.png': 'BCC', '3.png': 'NV' });
    expect(flags.notes[0]).toMatch(
      /Labels are read from gt\.csv: which of MEL to BCC is 1, by image; 3 of 3/,
    );
    const guessed = await read('image,age,sex\n1,40,m\n2,50,f\n3,60,m\n');
    expect(told(guessed)).toMatchObject({ '1.png': '40' });
    expect(guessed.notes.join(' ')).toMatch(
      /No column of gt\.csv is called as labels are, so age was taken and sex left aside: call the right one "label"/,
    );
  });

  it('come from a table beside the images, with what fits nothing counted and said', async () => {
    await write('images/1.png', 'images/2.png', 'images/3.jpg', 'images/more/4.png');
    await writeFile(
      path.join(root, 'labels.csv'),
      'id,filename,label\n7,1.png,b\n8,2,a\n9,images\\more\\4.png,10\n1,gone.png,b\n',
    );
    expect((await sorted()).choices.labelFiles).toEqual(['labels.csv']);
    expect((await sorted()).notes).toEqual([expect.stringContaining('labels.csv: choose it')]);
    const now = await sorted({ labels: { from: 'file', path: path.join(root, 'labels.csv') } });
    expect(told(now)).toMatchObject({
      'images/1.png': 'b',
      'images/2.png': 'a',
      'images/3.jpg': '-',
      'images/more/4.png': '10',
    });
    expect(now.options.labels).toEqual({ from: 'file', path: 'labels.csv' });
    expect(now.notes).toEqual([
      'Labels are read from labels.csv: label, by filename; 3 of 4 images have a row.',
      '1 image has no row in labels.csv and so no label: images/3.jpg.',
      '1 row of labels.csv names no image that is there, or a name that several have: gone.png.',
    ]);
  });

  it('come from tables without a header, of tabs, with a column of parts, in any order of columns', async () => {
    await write('1.png', '2.png', '3.png', '4.png');
    await writeFile(path.join(root, 'l.tsv'), 'cat\t1\ndog\t2.png\ncat\t3\n\t4\n');
    const labels = { from: 'file', path: 'l.tsv' } as const;
    expect(told(await sorted({ labels }))).toMatchObject({
      '1.png': 'cat',
      '2.png': 'dog',
      '3.png': 'cat',
      '4.png': '-',
    });
    await writeFile(
      path.join(root, 'l.tsv'),
      'set\tclass\timage\nVal\tcat\t1\ntrain\tdog\t2\ntrain\tcat\t3\n',
    );
    const now = await sorted({ labels });
    expect(told(now)).toMatchObject({ '1.png': 'cat test', '2.png': 'dog train', '4.png': '- train' });
    expect(now.options.splits).toBe('given');
    expect((await sorted({ labels, splits: 'drawn' })).options.splits).toBe('drawn');
  });

  it('do not come from a name that several images have, nor from a table that names none', async () => {
    await write('a/1.png', 'b/1.png', 'b/2.png');
    await writeFile(path.join(root, 'l.csv'), 'file,label\n1.png,x\nb/1.png,y\n2.png,z\n2.png,q\n');
    const now = await sorted({ labels: { from: 'file', path: 'l.csv' } });
    expect(told(now)).toMatchObject({ 'a/1.png': '-', 'b/1.png': 'y', 'b/2.png': 'z' });
    expect(now.notes.at(-1)).toContain('another label than a row before');
    await writeFile(path.join(root, 'l.csv'), 'file,label\nzzz,x\n');
    await expect(sorted({ labels: { from: 'file', path: 'l.csv' } })).rejects.toThrow(
      /No cell of l.csv names one/,
    );
    await expect(sorted({ labels: { from: 'file', path: 'no.csv' } })).rejects.toThrow(/There is no file/);
  });

  it('come from file names by a pattern', async () => {
    expect(labelByPattern('{label}_#')('x/big_cat_001.png')).toBe('big_cat');
    expect(labelByPattern('#-{label}.*')('7-dog.jpeg')).toBe('dog');
    expect(labelByPattern('*/{label}/*')('left/owl/1.png')).toBe('owl');
    expect(labelByPattern('{label}_#')('cat.png')).toBeNull();
    expect(() => labelByPattern('_#')).toThrow(UserError);
    expect(usualPattern(['cat_1.png', 'dog_2.png', 'cat_3.png', 'dog_4.png'])).toBe('{label}_#');
    const views = ['img_001_cat.png', 'img_002_dog.png', 'img_003_cat.png', 'img_004_dog.png'];
    expect(usualPattern(views)).toBe('*_#_{label}');
    expect(usualPattern(['cat_a1.png', 'cat_b2.png', 'dog_c3.png', 'dog_d4.png'])).toBe('{label}_*');
    expect(usualPattern(['a.png', 'b.png', 'c.png', 'd.png'])).toBeNull();
    await write('cat_1.png', 'dog_2.png', 'cat_3.png', 'odd.png');
    const now = await sorted({ labels: { from: 'names', pattern: '{label}_#' } });
    expect(told(now)).toEqual({ 'cat_1.png': 'cat', 'cat_3.png': 'cat', 'dog_2.png': 'dog', 'odd.png': '-' });
    expect(now.notes).toEqual([
      'Labels are read from the file names by {label}_#: 3 of 4 fit it; the others have no label (odd.png is the first).',
    ]);
    await expect(sorted({ labels: { from: 'names', pattern: '{label}@#' } })).rejects.toThrow(
      /No file name fits/,
    );
  });
});

describe('tables of labels', () => {
  it('give the column of a usual name, and name images without regard to ending and case where nothing else fits', async () => {
    await write('a.png', 'b.png', 'c.png');
    const rows =
      'isic_id,age_approx,sex,diagnosis\nA.JPG,55,male,nevus\nb.tif,60,female,melanoma\nC.tif,5,male,nevus\n';
    await writeFile(path.join(root, 'meta.csv'), rows);
    const now = await sorted({ labels: { from: 'file', path: 'meta.csv' } });
    expect(told(now)).toEqual({ 'a.png': 'nevus', 'b.png': 'melanoma', 'c.png': 'nevus' });
    expect(now.notes.join(' ')).toContain('but for their endings or their case');
  });
});
