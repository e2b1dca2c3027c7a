import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failure } from '../../testing/user-failure';
import { readVectors } from './read-vectors';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-programs-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const N = 24;
/** A measured value of row `i`, in no order. */
const value = (i: number, k = 0): number => Number((Math.sin(3.7 * i + 1.3 * k) * 5 + k).toFixed(3));
const german = (number: number): string => String(number).replace('.', ',');
const rows = (of: (i: number) => string, ends = '\n'): string =>
  Array.from({ length: N }, (_, i) => of(i) + ends).join('');
const kind = (i: number): string => ['a', 'b', 'c'][i % 3]!;

interface Sample {
  file: string;
  text: string;
  /** Names of the columns of the vectors. */
  vectors?: string[];
  /** The first vector. */
  first?: number[];
  /** None where it is left out. */
  label?: string;
  /** A part of what must be said. */
  says?: string;
  /** A part of the sentence by which it is refused. */
  refused?: string;
}

const samples: Record<string, Sample> = {
  'UCI, "?" for missing in a column that describes': {
    file: 'uci.csv',
    text: `clump,size,nuclei,class\n${rows((i) => `${1 + (i % 9)},${value(i)},${i === 3 ? '?' : value(i, 1)},${2 + 2 * (i % 2)}`)}`,
    refused: '"?" in the column "nuclei"',
  },
  "Gaia's CSV": {
    file: 'gaia.csv',
    text: `source_id,ra,dec,parallax,pmra,pmdec,phot_g_mean_mag,bp_rp\n${rows((i) => `${4295806720n + BigInt(i) * 34361129088n},${45 + value(i)},${value(i, 1)},${value(i, 2)},${value(i, 3)},${value(i, 4)},${10 + value(i)},${i === 2 ? 'null' : value(i, 1)}`)}`,
    refused: '"null" in the column "bp_rp"',
  },
  "R's write.csv": {
    file: 'r.csv',
    text: `"","Sepal.Length","Sepal.Width","Species"\n${rows((i) => `"${i + 1}",${value(i)},${value(i, 1)},"${kind(i)}"`)}`,
    vectors: ['Sepal.Length', 'Sepal.Width'],
    label: 'Species',
  },
  'German Excel': {
    file: 'excel.csv',
    text: `\uFEFFProbe;Höhe;Umsatz;Klasse\r\n${rows((i) => `P${i};${german(value(i))};1.${200 + ((i * i) % 97)},00;${kind(i)}`, '\r\n')}`,
    vectors: ['Höhe', 'Umsatz'],
    first: [0, 1200],
  },
  'GEO series matrix': {
    file: 'geo.txt',
    text: `!Series_title\t"Some"\n!Sample_title\t"A"\t"B"\t"C"\n!series_matrix_table_begin\n"ID_REF"\t"GSM1"\t"GSM2"\t"GSM3"\n${rows((i) => `"${1000 + i}_at"\t${value(i)}\t${value(i, 1)}\t${value(i, 2)}`)}!series_matrix_table_end\n`,
    vectors: ['GSM1', 'GSM2', 'GSM3'],
  },
  'QIIME 2 metadata': {
    file: 'qiime.tsv',
    text: `sample-id\tbody-site\tph\tsalt\n#q2:types\tcategorical\tnumeric\tnumeric\n${rows((i) => `S${i}\t${kind(i)}\t${value(i)}\t${value(i, 1)}`)}`,
    vectors: ['ph', 'salt'],
    says: 'second row, "#q2:types"',
  },
  'BIOM as text': {
    file: 'otu.tsv',
    text: `# Constructed from biom file\n#OTU ID\tS1\tS2\tS3\n${rows((i) => `OTU${i}\t${i % 5}.0\t${(i * 7) % 11}.0\t${(i * 3) % 8}.0`)}`,
    vectors: ['S1', 'S2', 'S3'],
  },
  FlowJo: {
    file: 'flow.csv',
    text: `FSC-A,FSC-H,Comp-FITC-A :: CD3,Comp-PE-A :: CD4,Time\n${rows((i) => `${20000 + i * 3},${value(i)},${value(i, 1)},${value(i, 2)},${i * 0.1}`)}`,
    vectors: ['FSC-A', 'FSC-H', 'Comp-FITC-A :: CD3', 'Comp-PE-A :: CD4'],
  },
  'scanpy obs with PCs': {
    file: 'obs.csv',
    text: `,n_genes,percent_mito,leiden,X_pca_1,X_pca_2,X_pca_3,X_pca_4,cell_type\n${rows((i) => `AAAC${i}-1,${500 + ((i * 37) % 100)},0.${10 + i},${i % 4},${value(i)},${value(i, 1)},${value(i, 2)},${value(i, 3)},${kind(i)}`)}`,
    vectors: ['X_pca_1', 'X_pca_2', 'X_pca_3', 'X_pca_4'],
    label: 'cell_type',
  },
  'GloVe with odd words': {
    file: 'glove.txt',
    text: rows(
      (i) =>
        `${[',', '.', '1990', 'nan', '"', 'a"b'][i] ?? `w${i}`} ${value(i)} ${value(i, 1)} ${value(i, 2)}`,
    ),
    vectors: ['vectors'],
    label: 'word',
  },
  'fastText .vec': {
    file: 'ft.vec',
    text: `${N} 3\n${rows((i) => `${i === 0 ? '</s>' : `w${i}`} ${value(i)} ${value(i, 1)} ${value(i, 2)} `)}`,
    vectors: ['vectors'],
    label: 'word',
  },
  'word2vec in a .csv': {
    file: 'w2v.csv',
    text: `${N} 3\n${rows((i) => `w${i} ${value(i)} ${value(i, 1)} ${value(i, 2)}`)}`,
    refused: 'no columns of vectors',
  },
  'sklearn wine frame': {
    file: 'wine.csv',
    text: `alcohol,malic_acid,od280/od315_of_diluted_wines,proline,target\n${rows((i) => `${value(i)},${value(i, 1)},${value(i, 2)},${1000 + i * 3}.0,${i % 3}`)}`,
    vectors: ['alcohol', 'malic_acid', 'od280/od315_of_diluted_wines', 'proline'],
    label: 'target',
  },
  'percent signs': {
    file: 'percent.csv',
    text: `id,share,growth,loss\n${rows((i) => `${i},${10 + i}%,${value(i)},${value(i, 1)}`)}`,
    vectors: ['growth', 'loss'],
    says: '"share" is left out: it holds numbers such as "10%"',
  },
  currency: {
    file: 'money.csv',
    text: `id,price,growth,loss\n${rows((i) => `${i},"$1,${200 + i}.50",${value(i)},${value(i, 1)}`)}`,
    vectors: ['growth', 'loss'],
    says: '"price" is left out',
  },
  'numbers with units': {
    file: 'units.csv',
    text: `id,height,w,v\n${rows((i) => `${i},${150 + i} cm,${value(i)},${value(i, 1)}`)}`,
    vectors: ['w', 'v'],
    says: '"height" is left out',
  },
  'below detection': {
    file: 'lod.csv',
    text: `id,Pb,Cd,As,Hg\n${rows((i) => `S${i},${value(i)},${i % 5 === 0 ? '<0.01' : value(i, 1)},${value(i, 2)},${value(i, 3)}`)}`,
    vectors: ['Pb', 'As', 'Hg'],
    says: '"Cd" is left out: it holds numbers such as "<0.01"',
  },
  uncertainties: {
    file: 'pm.csv',
    text: `id,a,b,c\n${rows((i) => `S${i},${value(i)}±0.1,${value(i, 1)},${value(i, 2)}`)}`,
    vectors: ['b', 'c'],
    says: '"a" is left out',
  },
  'Fortran exponents': {
    file: 'fortran.csv',
    text: `a,b,c\n${rows((i) => `${value(i)}D+00,${value(i, 1)}D-01,${value(i, 2)}`)}`,
    vectors: ['c'],
    says: '"b" is left out',
  },
  'apostrophe thousands (Swiss)': {
    file: 'swiss.csv',
    text: `Probe;Menge;Dichte\n${rows((i) => `P${i};1'${200 + ((i * i) % 97)};${value(i)}`)}`,
    vectors: ['Menge', 'Dichte'],
    first: [1200, 0],
  },
  'space thousands (French)': {
    file: 'french.csv',
    text: `Essai;Montant;Densité\n${rows((i) => `P${i};1\u00a0${200 + ((i * i) % 97)};${german(value(i))}`)}`,
    vectors: ['Montant', 'Densité'],
    first: [1200, 0],
  },
  'Origin: long name, units, comments': {
    file: 'origin.csv',
    text: `Wavelength,Absorbance,Fluorescence\nnm,a.u.,counts\n,run 1,run 1\n${rows((i) => `${400 + 2 * i},${value(i)},${value(i, 1)}`)}`,
    vectors: ['Wavelength_nm', 'Absorbance_a.u.', 'Fluorescence_counts'],
    says: 'first 3 rows are names',
  },
  'AAindex like, features in rows with a total below': {
    file: 'total.csv',
    text: `name,a,b,c\n${rows((i) => `n${i},${value(i)},${value(i, 1)},${value(i, 2)}`)}Total,1,2,3\n`,
    vectors: ['a', 'b', 'c'],
    says: 'last row is called "Total"',
  },
  'HF embeddings viewer': {
    file: 'hf.csv',
    text: `text,label,embeddings\n${rows((i) => `"t, ${i}",${i % 2},"[${value(i)} ${value(i, 1)}\n ${value(i, 2)}]"`)}`,
    vectors: ['embeddings'],
    label: 'label',
  },
  'token ids before embedding': {
    file: 'tok.jsonl',
    text: rows((i) =>
      JSON.stringify({
        input_ids: [1, 2, 3, 4, 5, 6, 7, 8],
        embedding: [value(i), value(i, 1)],
        label: kind(i),
      }),
    ),
    vectors: ['embedding'],
    label: 'label',
  },
  'Cohere answers': {
    file: 'cohere.jsonl',
    text: rows((i) =>
      JSON.stringify({
        id: `x${i}`,
        embeddings: { float: [[value(i), value(i, 1), value(i, 2)]] },
        meta: { billed_units: { input_tokens: 4 } },
      }),
    ),
    vectors: ['embeddings.float'],
  },
  'Weka dates': {
    file: 'dates.csv',
    text: `2024-01-01,2024-01-02,2024-01-03,2024-01-04,station\n${rows((i) => `${value(i)},${value(i, 1)},${value(i, 2)},${value(i, 3)},s${i}`)}`,
    vectors: ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04'],
  },
  'years as columns (World Bank)': {
    file: 'wb.csv',
    text: `Country Name,Country Code,1960,1961,1962,1963\n${rows((i) => `Land ${i},L${i},${value(i)},${value(i, 1)},${value(i, 2)},${value(i, 3)}`)}`,
    vectors: ['1960', '1961', '1962', '1963'],
  },
  'World Bank gaps': {
    file: 'wb2.csv',
    text: `Country Name,Country Code,1960,1961,1962,1963\n${rows((i) => `Land ${i},L${i},${i % 3 ? value(i) : ''},${value(i, 1)},${value(i, 2)},${value(i, 3)}`)}`,
    refused: 'empty cell in the column "1960"',
  },
  'Landmarks (FER/dlib)': {
    file: 'dlib.csv',
    text: `image,left_eye_x,left_eye_y,nose_x,nose_y\n${rows((i) => `i${i}.jpg,${value(i)},${value(i, 1)},${value(i, 2)},${value(i, 3)}`)}`,
    vectors: ['left_eye_x', 'left_eye_y', 'nose_x', 'nose_y'],
  },
  'ECG, label last without a header': {
    file: 'ecg.csv',
    text: rows(
      (i) =>
        `${value(i)}e+00,${value(i, 1)}e+00,${value(i, 2)}e+00,${value(i, 3)}e+00,${i % 5}.000000000000000000e+00`,
    ),
    vectors: ['column_0', 'column_1', 'column_2', 'column_3', 'column_4'],
    says: '"column_4" has 5 different',
  },
  LibSVM: {
    file: 'svm.txt',
    text: rows((i) => `${i % 2 ? '+1' : '-1'} 1:${value(i)} 2:${value(i, 1)} 3:${value(i, 2)}`),
    refused: 'load_svmlight_file',
  },
  'Kaldi ark text': {
    file: 'ark.txt',
    text: rows((i) => `utt${i}  [ ${value(i)} ${value(i, 1)} ${value(i, 2)} ]`),
    refused: 'no file of vectors',
  },
  'numpy str of rows': {
    file: 'np.txt',
    text: rows((i) => `[${value(i)} ${value(i, 1)} ${value(i, 2)}]`),
    refused: 'no file of vectors',
  },
};

it.each(Object.entries(samples))('%s', async (_, { file, text, ...expected }) => {
  const place = path.join(root, file);
  await writeFile(place, text);
  if (expected.refused !== undefined) {
    expect(await failure(readVectors(place))).toContain(expected.refused);
    return;
  }
  const { vectors, d, roles, notes } = await readVectors(place);
  expect(roles.vectors.columns).toEqual(expected.vectors);
  expect(roles.label?.column).toBe(expected.label);
  const said = [...roles.doubts, ...notes].join(' ');
  if (expected.says === undefined) expect(said).toBe('');
  else expect(said).toContain(expected.says);
  if (expected.first !== undefined) expect([...vectors.slice(0, d)]).toEqual(expected.first);
});
