import type { DecodedImages } from '../../../contract/space';

export type SelectionEnd = 'a' | 'b';

/** Indices into the embedding; `decoded` is the reconstruction of the one in focus. */
export interface SelectionSlice {
  a: number | null;
  b: number | null;
  focus: SelectionEnd;
  decoded: { index: number; images: DecodedImages } | null;
  error: string | null;
}

export const noSelection: SelectionSlice = { a: null, b: null, focus: 'a', decoded: null, error: null };
