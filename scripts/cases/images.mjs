/**
 * What a person would expect of the image folders and files that `shared/cases/images` makes: `make` the script, `file` the
 * folder or file in what it makes, `expect` what `train --json` tells under `data` (`classes`, `train` + `test` as `images`, `notes` as words that
 * are in them), or, of single files, how far a decoded pixel may be from `truth/NAME.npy` (`by`, with `levels`), or the words of the refusal.
 *
 * @typedef {object} Expectation
 * @property {string[]} [classes]
 * @property {number} [images]
 * @property {[number, number]} [split] training and testing, where the data have a split of their own
 * @property {RegExp[]} [notes]
 * @property {RegExp[]} [leftOut]
 * @property {{ images: number, across?: number }} [duplicates] at least
 * @property {string[]} [with] options of the command line
 * @property {number} [by]
 * @property {string} [levels]
 * @property {RegExp} [refused]
 */

const FOLDERS = 'images/make_folders.py';
const IMAGES = 'images/make_images.py';

/** @type {{ make: string, file: string, expect: Expectation }[]} */
export const imageCases = [
  {
    make: FOLDERS,
    file: 'A',
    expect: { classes: ['cat', 'dog'], images: 24, leftOut: [/__MACOSX/, /@eaDir/, /lost\+found/] },
  },
  { make: FOLDERS, file: 'B', expect: { classes: ['1', '2', '9', '10'], images: 20 } },
  { make: FOLDERS, file: 'C', expect: { images: 65, notes: [] } },
  { make: FOLDERS, file: 'D2', expect: { classes: [], images: 2 } },
  { make: FOLDERS, file: 'D3', expect: { classes: ['c0', 'c1', 'c2'], images: 3 } },
  {
    make: FOLDERS,
    file: 'E',
    expect: { classes: ['x', 'y'], split: [12, 24], notes: [/train for training, test and val for testing/] },
  },
  {
    make: FOLDERS,
    file: 'E2',
    expect: { classes: ['x', 'y'], split: [12, 24], leftOut: [/samples\/a\.png/] },
  },
  {
    make: FOLDERS,
    file: 'F',
    expect: { classes: ['cat', 'dog'], images: 12, notes: [/folder dataset, which was looked through/] },
  },
  { make: FOLDERS, file: 'G', expect: { images: 20, notes: [/Labels may also be in labels\.csv/] } },
  {
    make: FOLDERS,
    file: 'G',
    expect: {
      classes: ['a', 'b'],
      images: 20,
      with: ['--labels', 'G/labels.csv'],
      notes: [/20 of 20 images have a row/],
    },
  },
  {
    make: FOLDERS,
    file: 'H',
    expect: { classes: ['cat', 'dog'], images: 20, with: ['--labels', '{label}_#'] },
  },
  {
    make: FOLDERS,
    file: 'J',
    expect: { images: 30, duplicates: { images: 29 }, notes: [/nearly of one colour/] },
  },
  { make: FOLDERS, file: 'J0', expect: { images: 30, duplicates: { images: 29 }, notes: [/nearly black/] } },
  {
    make: FOLDERS,
    file: 'K',
    expect: { images: 30, notes: [/30 of 30 images looked at are nearly black.*choose other levels/] },
  },
  {
    make: FOLDERS,
    file: 'K',
    expect: { images: 30, with: ['--levels', 'percentile'], notes: [/Levels by 0\.1 to 99\.9 %/] },
  },
  { make: FOLDERS, file: 'L', expect: { images: 30, notes: [/Choose the ground white/] } },
  { make: FOLDERS, file: 'M', expect: { images: 13, duplicates: { images: 2 } } },
  ...Object.entries({
    stored: [
      't_u8 t_u8_be t_u16 t_u16_be t_u16_lzw_pred t_u16_deflate_pred t_u32 t_f32_01 t_f64 t_f16 t_rgb t_rgb_planar t_rgb_tiled t_miniswhite t_miniswhite16',
      't_imagej_stack t_imagej_2ch t_ome.ome t_5ch t_2ch_contig t_3ch_u16_separate t_big t_palette t_cmyk t_orient6 t_16_round t_rgb16',
    ].join(' '),
    '0,4080': 't_u16_12bit',
    '0,510': 't_u16_dark',
    '-1000,24500': 't_i16',
    '0,255000': 't_i32',
    '0,255': 't_f32_255',
    '-128,127': 't_f32_neg',
    '-1024,3056': 't_f32_hu',
  }).flatMap(([levels, names]) =>
    names.split(' ').map((name) => ({ make: IMAGES, file: `${name}.tif`, expect: { levels, by: 1 } })),
  ),
  { make: IMAGES, file: 'p_16_dark.png', expect: { levels: '0,1020', by: 1 } },
  { make: IMAGES, file: 't_zstd.tif', expect: { refused: /8 bits, grey, Zstandard compression/ } },
  { make: IMAGES, file: 't_lab.tif', expect: { refused: /CIELab/ } },
  { make: IMAGES, file: 't_rgb_ycbcr_jpeg.tif', expect: { refused: /YCbCr, JPEG compression/ } },
];
