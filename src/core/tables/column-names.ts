import type { ForeignColumn } from '../formats/foreign-table';

/** Names of columns, in small letters, by what they tell of a vector; the first that is there is taken. */
export const LABEL_NAMES = [
  ...['label_name', 'label', 'labels', 'class', 'class_name', 'category', 'target_name', 'target'],
  ...[
    'species',
    'diagnosis',
    'cell_type',
    'celltype',
    'outcome',
    'true_label',
    'ground_truth',
    'y_true',
    'emotion',
  ],
];

/** Whether a column is called as labels usually are. */
export const isLabelName = (name: string): boolean => LABEL_NAMES.includes(name.trim().toLowerCase());

export const FILE_NAMES = [
  ...['file', 'path', 'image', 'filename', 'file_name', 'filepath', 'file_path', 'image_path', 'image_file'],
  ...['img', 'img_path', 'image_name', 'picture', 'photo'],
];
export const SPLIT_NAMES = ['split', 'subset', 'partition'];
/** Columns of the places in a map. */
export const AXES = ['x', 'y', 'z'];

/** Columns that describe a row and are no coordinate of its vector. */
const DESCRIPTIONS = new Set([
  ...LABEL_NAMES,
  ...FILE_NAMES,
  ...SPLIT_NAMES,
  ...AXES,
  ...['index', 'id', 'idx', 'fold', 'cluster', 'leiden', 'louvain', 'batch', 'plate', 'well', 'group'],
  ...['caption', 'url', 'sha256', 'md5', 'name', 'title', 'text'],
  ...['patient', 'subject', 'donor', 'sample', 'year', 'month', 'day', 'date', 'time', 'timestamp', 'stamp'],
  // As pandas names the numbers of its rows in Parquet, and in a CSV that it read and wrote again.
  '__index_level_0__',
]);
/** This app's own columns, as it writes them: genes are called KL and SET. */
const OWN = new Set(['bce', 'kl', 'distortion', 'set']);
const UNNAMED = /^unnamed: \d+(\.\d+)?$/;
/** What a model said of a row, and how much was measured of a cell. */
const JUDGEMENT =
  /(^|[_\s.-])(label|labels|class|pred|predicted|prediction|confidence|prob|probability)$|^pred(icted)?[_\s.-]/;
const COUNTED =
  /^(n|num|total|pct|percent)[_.]?(counts?|genes?|umis?|reads|features?|mt|mito)([_.]|$)|^n(count|feature)_/;
const IDENTIFIER =
  /(^|[_\s.-])(id|ids|idx|index|uuid|guid|key|nr|number|stamp|timestamp|time|date|datetime|year)$|[a-z](Id|ID|Idx|Index|Number|Time|Timestamp|Date|Year)$/;
/** What other programs write of cells: clusters, the numbers of events, and pycytominer's description. */
const OF_CELLS =
  /^metadata_|(^|[_\s.-])(meta)?clusters?$|(^|[_.])(leiden|louvain)([_.]|$)|snn_res[._]|^(event|cell|row)\s*#$/;
/** What CellProfiler writes of an object: where it is, and the numbers of those that it belongs to or that lie in it. */
const OF_OBJECTS =
  /(^|_)(AreaShape_(Center|BoundingBox(Min|Max)imum)_[XYZ]|Location_([A-Za-z]+_)?[XYZ](_\w+)?|Parent_\w+|Children_\w+_Count|[A-Za-z]*ObjectNumber(_\w+)?)$/;
/** Places that another program laid out, and this app's own columns. */
const LAID_OUT =
  /^(x_)?(umap|t-?sne|pacmap|trimap|phate|mds|isomap)[\s_-]?\d+$|(^|[_.])(log_?var|log_?sigma|sigma)[_.]?\d+$/;
/** Where a peak of a mass spectrometer lies, as peak tables name it beside the samples it was measured in. */
const OF_THE_PEAK = '(row|average|avg|mean|median|precursor|feature)?[ _.]?';
const MASS = new RegExp(`^${OF_THE_PEAK}(m/z|mz)[ _.]?(ratio|value|med|min|max|mean|median)?$`);
const BESIDE_MASS = new RegExp(
  `^${OF_THE_PEAK}(rt|retention[ _.]?time|charge|ccs|(ion )?mobility|drift[ _.]?time|npeaks|isotope)[ _.]?(state|index|min|max|med|mean|median|s|sec|\\((min|s|sec)\\))?$`,
);

/** Those of the columns that say where a peak lies, in a table that has its m/z and at least two others of numbers. */
export function peakColumns(columns: readonly ForeignColumn[]): ForeignColumn[] {
  const numbers = columns.filter((column) => column.numbers !== null);
  const is = (pattern: RegExp) => (column: ForeignColumn) => pattern.test(column.name.trim().toLowerCase());
  const [masses, beside] = [numbers.filter(is(MASS)), numbers.filter(is(BESIDE_MASS))];
  const others = numbers.length - masses.length - beside.length;
  return masses.length > 0 && others >= 2 ? [...masses, ...beside] : [];
}

/** Lists that are usual beside vectors. */
const LISTS_BESIDE =
  /^(bbox|bboxes|box|boxes|bounding_?box|tags?|polygon|segmentation|keypoints|shape|size|colou?r|rgb|position|coords?|coordinates|xyz?|centroid|center|centre|place|map|labels?|tokens?|(input_|token_|token_type_)?ids|(attention_)?mask)$/;

/** Whether a column of this name describes a row, and is no coordinate of its vector. */
export function isDescription(name: string): boolean {
  const plain = name.trim();
  const small = plain.toLowerCase();
  return (
    DESCRIPTIONS.has(small) ||
    OWN.has(plain) ||
    OF_CELLS.test(small) ||
    OF_OBJECTS.test(plain) ||
    UNNAMED.test(small) ||
    LAID_OUT.test(small) ||
    JUDGEMENT.test(small) ||
    COUNTED.test(small) ||
    IDENTIFIER.test(plain) ||
    IDENTIFIER.test(small)
  );
}

/** Whether lists of this name are usual beside vectors, as boxes and tags are. */
export function isListBeside(name: string): boolean {
  return LISTS_BESIDE.test(name.trim().toLowerCase());
}

/** So many classes are few enough for a column of numbers without a name of labels. */
export const FEW_CLASSES = 20;

/** From so many rows on a column that counts evenly is taken for their numbers. */
const COUNTED_FROM = 8;

/** Whether some whole numbers are too large for float32. */
export function isLarge(numbers: Float64Array): boolean {
  return numbers.some((value) => Math.fround(value) !== value);
}

/** Whether large numbers are counts or intensities: of many sizes, in no order; identifiers and time stamps are of one, or rise. */
function isMeasured(numbers: Float64Array): boolean {
  let [least, most, isRising, isFalling] = [Infinity, -Infinity, true, true];
  for (const [row, value] of numbers.entries()) {
    if (!Number.isSafeInteger(value)) return false;
    least = Math.min(least, value);
    most = Math.max(most, value);
    const before = numbers[row - 1] ?? value;
    isRising &&= value >= before;
    isFalling &&= value <= before;
  }
  return most >= 2 * least && !isRising && !isFalling;
}

/**
 * Why a column of numbers describes its rows by what is in it: whole numbers that count them, in any order, or that are
 * too large for float32 and no measurements, as identifiers and time stamps are. Null when it does not.
 */
export function describingValues({ numbers, texts }: ForeignColumn): string | null {
  if (numbers === null || numbers.length === 0) return null;
  if (!numbers.every((value) => Number.isInteger(value))) return null;
  if (texts.some((text) => /^\s*\d+e\d+\s*$/i.test(text))) return 'its texts are codes like 12e5';
  if (isLarge(numbers) && !isMeasured(numbers)) return 'its whole numbers are too large for float32';
  if (texts.some((text) => /^\s*0\d/.test(text))) return 'its numbers have leading zeros';
  const n = numbers.length;
  if (n < COUNTED_FROM) return null;
  let [least, most] = [Infinity, -Infinity];
  for (const value of numbers) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least === n - 1 && new Set(numbers).size === n ? 'it counts the rows' : null;
}
