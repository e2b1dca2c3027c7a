import { foreignColumn, type ForeignColumn } from '../../../core/formats/foreign-table';
import { FormatError } from '../../../core/formats/format-error';
import { imageAxes } from '../../../core/formats/image-array';
import { readNpyTensor } from '../../../core/formats/npy';
import { readNpyTexts } from '../../../core/formats/npy-texts';
import { readNpz } from '../../../core/formats/npz';
import type { Tensor } from '../../../core/formats/tensor';

const IS_NUMBER = /^[<>|=]?(?:[fiu]\d+|b1)$/;
/** What `scipy.sparse.save_npz` writes. */
const SPARSE = ['format', 'shape', 'data'];
const IS_TEXT = /^[<>|=]?[US]\d+$/;

/**
 * The arrays of a `.npz` file that are vectors or columns: numbers of one or two axes (axes of one left out) as tensors, and
 * columns of texts; others are not unpacked, and those of other values are named in `notes`. Throws FormatError when there
 * are no vectors among them.
 */
export function arraysIn(bytes: Uint8Array): {
  tensors: Map<string, Tensor>;
  texts: ForeignColumn[];
  notes: string[];
} {
  const notes: string[] = [];
  const tensors = new Map<string, Tensor>();
  const texts: ForeignColumn[] = [];
  const images: string[] = [];
  const arrays = readNpz(bytes);
  const names = new Set(arrays.keys());
  for (const [name, { descr, shape, read }] of arrays) {
    const axes = shape.slice(1).filter((side) => side !== 1).length;
    if (IS_TEXT.test(descr) && shape.length === 1)
      texts.push(foreignColumn(name, readNpyTexts(read()).texts));
    else if (!IS_NUMBER.test(descr)) notes.push(leftOut(name, descr));
    else if (imageAxes(shape) !== null) images.push(`${name} [${shape.join(', ')}]`);
    else if (shape.length > 0 && axes < 2) tensors.set(name, readNpyTensor(read()));
  }
  const isWide = (shape: readonly number[]): boolean => shape.slice(1).some((side) => side > 1);
  const hasVectors = [...tensors.values()].some(
    ({ shape }) => isWide(shape) || (images.length === 0 && shape.length > 1),
  );
  if (images.length > 0 && hasVectors)
    notes.push(`Images in it are left out: ${images.join(', ')}. Save them alone as .npy to open them.`);
  if (images.length > 0 && !hasVectors) {
    throw new FormatError(
      `It holds images and no vectors (${images.join(', ')}): save them alone as .npy, and their labels in another, to open both as a data set.`,
    );
  }
  if (SPARSE.every((name) => names.has(name)))
    throw new FormatError(
      'It holds a sparse matrix of SciPy: save its numbers with numpy.save(file, matrix.toarray()).',
    );
  if (!hasVectors && notes.length > 0) throw new FormatError(notes[0]);
  return { tensors, texts, notes };
}

function leftOut(name: string, descr: string): string {
  const kind =
    descr === '' ? 'pickled Python objects or several values in each place' : `values of type "${descr}"`;
  return `The array "${name}" is left out: it holds ${kind}. Save it as numbers, or as texts (.astype(str)).`;
}
