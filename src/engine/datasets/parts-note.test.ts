import { describe, expect, it } from 'vitest';
import { partsNote } from './parts-note';

const found = (...names: string[]) =>
  names.map((file) => ({ file, className: file.includes('/') ? file.split('/', 1)[0]! : null }));

describe('partsNote', () => {
  it('says that train and test are taken for classes, and what to drop instead', () => {
    const files = found(
      'train/cat/1.png',
      'train/dog/2.png',
      'Validation/cat/1.png',
      'test/3.png',
      'loose.png',
    );
    expect(partsNote(files)).toBe(
      'The labels here are Validation, test, train, which look like parts of a data set and not like classes: drop the folder train itself, and its 2 subfolders are the classes.',
    );
    expect(partsNote(found('train_set/one/1.png'))).toMatch(/and its subfolder is the class\./);
  });

  it('says nothing of classes, of parts that have none, and of files alone', () => {
    expect(partsNote(found('train/cat/1.png', 'tram/1.png'))).toBeNull();
    expect(partsNote(found('train/1.png', 'test/2.png'))).toBeNull();
    expect(partsNote(found('a.png'))).toBeNull();
    expect(partsNote([])).toBeNull();
  });
});
