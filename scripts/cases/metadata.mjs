/** Vectors with a metadata file beside them: `make_metadata.py` makes six vectors of four numbers each. */
export const modules = ['numpy'];
export const script = 'vectors/make_metadata.py';

const taken = { points: 6, from: 4 };
const labelled = { ...taken, label: 'label' };

/** @type {import('./runner.mjs').Expectation[]} */
export const expectations = [
  { file: '20_header_one_empty/vectors.tsv', ...taken, label: 'word' },
  { file: '20_one_empty/vectors.tsv', ...labelled },
  { file: '20_quote_first/vectors.tsv', ...labelled },
  { file: '20_quote_pair/vectors.tsv', ...labelled },
  { file: '20_quoted_words/vectors.tsv', ...labelled, says: /quotes around the texts in metadata\.tsv/ },
  { file: '20_two_columns_quote/vectors.tsv', ...taken },
  { file: '20_two_columns_two_quotes/vectors.tsv', ...taken },
  { file: '20_utf16/vectors.tsv', ...labelled },
  { file: '20_cp1252/vectors.tsv', ...taken, label: null, says: /metadata\.tsv is not UTF-8 text: save it/ },
  { file: '20_bom/vectors.tsv', ...labelled },
  { file: '20_spare_row/vectors.tsv', ...taken, label: null, says: /metadata\.tsv has 7 rows for 6 vectors/ },
];
