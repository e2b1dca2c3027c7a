import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataOptions } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { usualPattern, labelByPattern } from './name-pattern';
import type { SortedImages } from './sort-images';
import { classesByFile, sortedFolder, writeFiles } from './testing/sorted-folder';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-labels-'));
  return () => rm(root, { recursive: true, force: true });
});
const write = (...files: string[]): Promise<void> => writeFiles(root, files);
const sorted = (options: DataOptions = {}): Promise<SortedImages> => sortedFolder(root, options);

describe('labels', () => {
  it('are which of several columns has the only 1 of a row, or a column that is said to be guessed', async () => {
    await write('1.png', '2.png', '3.png');
    const read = async (table: string) => {
      await writeFile(path.join(root, 'gt.csv'), table);
      return sorted({ labels: { from: 'file', path: path.join(root, 'gt.csv') } });
    };
    const flags = await read('image,MEL,NV,BCC\n1,1.0,0.0,0.0\n2,0.0,0.0,1.0\n3,0.0,1.0,0.0\n');
    expect(classesByFile(flags)).toEqual({ '1.png': 'MEL', '2.png': 'BCC', '3.png': 'NV' });
    expect(flags.notes[0]).toMatch(
      /Labels are read from gt\.csv: which of MEL to BCC is 1, by image; 3 of 3/,
    );
    const guessed = await read('image,age,sex\n1,40,m\n2,50,f\n3,60,m\n');
    expect(classesByFile(guessed)).toMatchObject({ '1.png': '40' });
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
    expect(classesByFile(now)).toMatchObject({
      'images/1.png': 'b',
      'images/2.png': 'a',
      'images/3.jpg': '-',
      'images/more/4.png': '10',
    });
    expect(now.options.labels).toEqual({ from: 'file', path: 'labels.csv', columns: ['label'] });
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
    expect(classesByFile(await sorted({ labels }))).toMatchObject({
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
    expect(classesByFile(now)).toMatchObject({
      '1.png': 'cat test',
      '2.png': 'dog train',
      '4.png': '- train',
    });
    expect(now.options.splits).toBe('given');
    expect((await sorted({ labels, splits: 'drawn' })).options.splits).toBe('drawn');
  });

  it('do not come from a name that several images have, nor from a table that names none', async () => {
    await write('a/1.png', 'b/1.png', 'b/2.png');
    await writeFile(path.join(root, 'l.csv'), 'file,label\n1.png,x\nb/1.png,y\n2.png,z\n2.png,q\n');
    const now = await sorted({ labels: { from: 'file', path: 'l.csv' } });
    expect(classesByFile(now)).toMatchObject({ 'a/1.png': '-', 'b/1.png': 'y', 'b/2.png': 'z' });
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
    expect(classesByFile(now)).toEqual({
      'cat_1.png': 'cat',
      'cat_3.png': 'cat',
      'dog_2.png': 'dog',
      'odd.png': '-',
    });
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
    expect(classesByFile(now)).toEqual({ 'a.png': 'nevus', 'b.png': 'melanoma', 'c.png': 'nevus' });
    expect(now.notes.join(' ')).toContain('but for their endings, their case or zeros before a number');
  });
});

describe('numbers that lost their zeros', () => {
  it('name the images that had them, where most would be nameless otherwise', async () => {
    await write('0000.png', '0007.png', '0042.png', '0100.png', '1000.png');
    await writeFile(path.join(root, 'l.csv'), 'id,label\n0,z\n7,a\n42,b\n100,c\n1000,d\n');
    const now = await sorted({ labels: { from: 'file', path: 'l.csv' } });
    expect(classesByFile(now)).toEqual({
      '0000.png': 'z',
      '0007.png': 'a',
      '0042.png': 'b',
      '0100.png': 'c',
      '1000.png': 'd',
    });
    expect(now.notes.join(' ')).toContain('zeros before a number');
  });

  it('name none of two images that differ in their zeros alone', async () => {
    await write('007.png', '07.png', '010.png');
    await writeFile(path.join(root, 'l.csv'), 'id,label\n7,a\n10,b\n');
    const now = await sorted({ labels: { from: 'file', path: 'l.csv' } });
    expect(classesByFile(now)).toEqual({ '007.png': '-', '07.png': '-', '010.png': 'b' });
  });
});

describe('columns of labels', () => {
  const table = 'image,diagnosis,age,class\n1,x,40,a\n2,y,50,b\n';
  const from = (columns?: string[]) => ({
    from: 'file' as const,
    path: 'gt.csv',
    ...(columns === undefined ? {} : { columns }),
  });
  const read = async (text: string, options: DataOptions) => {
    await write('1.png', '2.png');
    await writeFile(path.join(root, 'gt.csv'), text);
    return sorted(options);
  };

  it('that were taken are recorded, and taken again whatever else the table has by then', async () => {
    const first = await read('image,age,stage\n1,40,i\n2,50,ii\n', { labels: from() });
    expect(first.options.labels).toEqual(from(['age']));
    const more = 'image,age,label\n1,40,i\n2,50,ii\n';
    expect(classesByFile(await read(more, first.options))).toEqual({ '1.png': '40', '2.png': '50' });
    expect(classesByFile(await read(more, { labels: from() }))).toEqual({ '1.png': 'i', '2.png': 'ii' });
    await expect(read('image,label\n1,i\n2,ii\n', first.options)).rejects.toThrow(
      /gt\.csv has no column "age", from which the labels were read before/,
    );
    const bare = await read('1,a\n2,b\n', { labels: from() });
    expect(bare.options.labels).toEqual(from(['column 2']));
    expect(classesByFile(await read('1,a\n2,b\n', bare.options))).toEqual({ '1.png': 'a', '2.png': 'b' });
  });

  it('of which one is 1 are recorded too', async () => {
    const text = 'image,MEL,NV,BCC\n1,1,0,0\n2,0,0,1\n';
    const first = await read(text, { labels: from() });
    expect(first.options.labels).toEqual(from(['MEL', 'NV', 'BCC']));
    expect(classesByFile(await read(text, first.options))).toEqual({ '1.png': 'MEL', '2.png': 'BCC' });
  });

  it('of a run of an older version are those that it took', async () => {
    const old = { labels: from(), rules: 2 } as const;
    expect(classesByFile(await read(table, old))).toEqual({ '1.png': 'a', '2.png': 'b' });
    expect(classesByFile(await read(table, { labels: from() }))).toEqual({ '1.png': 'a', '2.png': 'b' });
    const other = 'image,age,diagnosis\n1,40,x\n2,50,y\n';
    expect(classesByFile(await read(other, old))).toEqual({ '1.png': '40', '2.png': '50' });
    expect(classesByFile(await read(other, { labels: from() }))).toEqual({ '1.png': 'x', '2.png': 'y' });
    const flags = 'image,MEL,NV,BCC\n1,1,0,0\n2,0,0,1\n';
    expect(classesByFile(await read(flags, old))).toEqual({ '1.png': '1', '2.png': '0' });
    const target = 'image,target,class\n1,t,a\n2,u,b\n';
    expect(classesByFile(await read(target, old))).toEqual({ '1.png': 't', '2.png': 'u' });
  });

  it('beside Usage, as of Fer2013, have its parts', async () => {
    const text = 'emotion,image,Usage\n3,1,Training\n5,2,PrivateTest\n';
    const now = await read(text, { labels: from() });
    expect(classesByFile(now)).toEqual({ '1.png': '3 train', '2.png': '5 test' });
    expect(now.options.splits).toBe('given');
  });
});
