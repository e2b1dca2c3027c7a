import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataOptions } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { classesOf, sortImages, type SortedImages } from './sort-images';
import { classesByFile, sortedFolder, writeFiles } from './testing/sorted-folder';
import { walkPaths } from './walk-folder';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-sort-'));
  return () => rm(root, { recursive: true, force: true });
});
const write = (...files: string[]): Promise<void> => writeFiles(root, files);
const sorted = (options: DataOptions = {}): Promise<SortedImages> => sortedFolder(root, options);
const numbered = (folder: string, n: number): string[] =>
  Array.from({ length: n }, (_, i) => `${folder}/${i}.png`);

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
    expect(classesByFile(now)).toEqual({ 'cat/1.png': 'cat', 'dog/1.png': 'dog' });
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

  it('of parts, of which one has no classes as ImageNet’s val, say how many images have no label', async () => {
    await write(...numbered('train/n01', 3), ...numbered('train/n02', 3), ...numbered('val', 4));
    const now = await sorted();
    expect(classesByFile(now)).toMatchObject({ 'train/n01/0.png': 'n01 train', 'val/0.png': '- test' });
    expect(now.notes).toEqual([
      'The folders say: train for training, val for testing; their subfolders are the classes. 4 images lie in none of them and have no label.',
    ]);
  });

  it('of parts without folders within them have no classes', async () => {
    await write('train/1.png', 'train/2.png', 'val/3.png');
    expect((await sorted()).notes).toEqual(['The folders say: train for training, val for testing.']);
  });

  it('around all others are looked through, and only those', async () => {
    await write('data/dataset/cat/1.png', 'data/dataset/dog/2.png', 'data/readme.txt');
    const now = await sorted();
    expect(classesByFile(now)).toMatchObject({
      'data/dataset/cat/1.png': 'cat',
      'data/dataset/dog/2.png': 'dog',
    });
    expect(now.notes).toEqual([expect.stringContaining('data/dataset, which was looked through')]);
    expect(classesByFile(await sorted({ rules: 1 }))).toMatchObject({ 'data/dataset/cat/1.png': 'data' });
    await rm(path.join(root, 'data/dataset/dog'), { recursive: true });
    expect(classesByFile(await sorted())).toMatchObject({ 'data/dataset/cat/1.png': 'data' });
    await write('data/dataset/dog/1.png', 'data/loose.png');
    expect(classesByFile(await sorted())).toMatchObject({ 'data/dataset/cat/1.png': 'data' });
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
    expect(classesByFile(now)).toMatchObject({
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
    expect(classesByFile(several)).toMatchObject({ 'Train/x/0.png': 'x train', 'VAL/x/0.png': 'x test' });
  });

  it('of parts within a wrapper, and without classes, are splits too; one part alone is a wrapper', async () => {
    await write(...numbered('set/train', 3), ...numbered('set/test', 2));
    expect(classesByFile(await sorted())).toMatchObject({
      'set/train/0.png': '- train',
      'set/test/1.png': '- test',
    });
    await rm(path.join(root, 'set/test'), { recursive: true });
    await rm(path.join(root, 'set/train'), { recursive: true });
    await write(...numbered('train/a', 2), ...numbered('train/b', 2));
    expect(classesByFile(await sorted())).toMatchObject({ 'train/a/0.png': 'a', 'train/b/0.png': 'b' });
    // A class that happens to have such a name, among many.
    await write(...numbered('test/a', 1), ...numbered('tram/q', 20));
    expect(classesByFile(await sorted())).toMatchObject({ 'train/a/0.png': 'train', 'tram/q/0.png': 'tram' });
    await expect(sorted({ splits: 'given' })).rejects.toThrow(/have the split drawn/);
  });

  it('within a part that repeat it, or are around its classes, are looked through, and that is said', async () => {
    for (const part of ['seg_train', 'seg_test'])
      await write(...numbered(`${part}/${part}/sea`, 3), ...numbered(`${part}/${part}/ice`, 2));
    await write(...numbered('seg_pred/seg_pred', 2));
    const now = await sorted();
    expect(classesByFile(now)).toMatchObject({
      'seg_train/seg_train/sea/0.png': 'sea train',
      'seg_test/seg_test/ice/1.png': 'ice test',
    });
    expect(now.notes.join(' ')).toMatch(/2 images lie beside these folders/);
    expect(now.notes.join(' ')).toMatch(/All images of seg_test and seg_train lie in a folder within/);
    // A run that was made by older rules goes on meaning what it meant.
    expect(classesByFile(await sorted({ rules: 2 }))).toMatchObject({
      'seg_train/seg_train/sea/0.png': 'seg_train',
    });
  });

  it('around the images of every part are no class, and a lone class is one', async () => {
    await write(
      ...numbered('train/images/a', 2),
      ...numbered('train/images/b', 2),
      ...numbered('val/images/a', 1),
    );
    expect(classesByFile(await sorted())).toMatchObject({
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
    expect(classesByFile(await sorted())).toMatchObject({
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
