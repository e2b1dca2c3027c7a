import { describe, expect, it } from 'vitest';
import { rolesSentence } from './roles-sentence';
import { named, rolesIn, wave, type Cells } from './testing/made-columns';

const vectorsOf = (cells: Cells): string[] => rolesIn(cells).vectors.columns;

describe('CellProfiler’s objects', () => {
  const features = [
    'AreaShape_Area',
    'AreaShape_Eccentricity',
    'Intensity_MeanIntensity_DNA',
    'Texture_Contrast_DNA_3_00',
  ];
  const places = [
    'AreaShape_Center_X',
    'AreaShape_Center_Y',
    'AreaShape_BoundingBoxMinimum_X',
    'Location_Center_X',
  ];
  const numbers = [
    'ImageNumber',
    'ObjectNumber',
    'Number_Object_Number',
    'Parent_Nuclei',
    'Children_Spots_Count',
  ];
  it('are measured by all but where they are and the numbers of others', () => {
    const far = ['Location_CenterMassIntensity_Y_DNA', 'Location_MaxIntensity_X_OrigDNA'];
    expect(vectorsOf(named(...numbers, ...places, ...far, ...features))).toEqual(features);
  });

  it('may have the compartment before each name', () => {
    const before = (names: string[]): string[] => names.map((name) => `Cells_${name}`);
    const { vectors, doubts } = rolesIn(named(...before(places), ...before(numbers), ...before(features)));
    expect([vectors.columns, doubts]).toEqual([before(features), []]);
  });

  it('are no reason to take such words elsewhere for the same', () => {
    const plain = ['parent_income', 'location_score', 'center', 'children'];
    expect(vectorsOf(named(...plain))).toEqual(plain);
  });
});

describe('peak tables', () => {
  const samples = ['QC_a', 'ctrl', 'treated'];
  it.each([
    ['mz', 'rt'],
    ['m/z', 'RT', 'charge'],
    ['row m/z', 'row retention time', 'row charge'],
    ['mzmed', 'mzmin', 'mzmax', 'rtmed', 'rtmin', 'rtmax', 'npeaks'],
    ['Average Mz', 'Average Rt(min)'],
    ['m/z', 'Retention time (min)', 'Charge'],
  ])('have the places of the peaks beside the samples: %s', (...names) => {
    const { vectors, colours, doubts } = rolesIn(named(...names, ...samples));
    expect([vectors.columns, colours, doubts]).toEqual([samples, names, []]);
  });

  it('are told by their m/z, and a spectrum is none', () => {
    expect(vectorsOf(named('rt', 'accuracy', 'age'))).toEqual(['rt', 'accuracy', 'age']);
    expect(vectorsOf(named('charge', 'weight', 'logp'))).toEqual(['charge', 'weight', 'logp']);
    expect(vectorsOf(named('mz', 'intensity'))).toEqual(['mz', 'intensity']);
    const bins = ['mz_100.05', 'mz_101.1', 'mz_102.2'];
    expect(vectorsOf(named(...bins))).toEqual(bins);
  });
});

describe('regressions without a name for what is predicted', () => {
  const note = /All columns of numbers are dimensions: leave one out if it is what the others predict\.$/;
  it('say that all columns are dimensions, and which', () => {
    const said = rolesSentence(rolesIn(named('cement', 'water', 'age_in_days', 'ash', 'strength')));
    expect(said).toMatch(/^Vectors: 5 columns, cement to strength; label: none\. /);
    expect(said).toMatch(note);
  });

  it('say nothing of it where a name tells, or the vectors are called so', () => {
    expect(rolesSentence(rolesIn({ ...named('a', 'b'), species: (row) => `s${row % 2}` }))).not.toMatch(note);
    expect(rolesSentence(rolesIn(named('emb_0', 'emb_1', 'emb_2', 'emb_3')))).not.toMatch(note);
  });
});

describe('pandas’ dummies', () => {
  const is = (kind: number) => (row: number) => (row % 3 === kind ? 'True' : 'False');
  const dummies: Cells = { port_C: is(0), port_Q: is(1), port_S: is(2) };
  it('of true and false are said to be left out beside numbers, and can be chosen', () => {
    const cells = { ...named('age', 'fare'), ...dummies };
    expect(rolesIn(cells).vectors.columns).toEqual(['age', 'fare']);
    expect(rolesIn(cells).doubts).toEqual([
      '"port_C", "port_Q", "port_S" are left out: they are true and false, as pandas writes a category, and may belong to the vectors.',
    ]);
    expect(rolesIn(cells, { vectors: ['age', 'fare', 'port_*'] }).vectors.d).toBe(5);
    const dropped = { ...named('age', 'fare'), port_Q: is(1), port_S: is(2) };
    expect(rolesIn(dropped).doubts).toHaveLength(1);
  });

  it('of 0 and 1 are dimensions, and other answers of yes and no are left without a word', () => {
    const bits = Object.fromEntries(
      Object.keys(dummies).map((name, kind) => [name, (row: number) => +(row % 3 === kind)]),
    );
    expect(vectorsOf({ ...named('age', 'fare'), ...bits })).toEqual(['age', 'fare', ...Object.keys(bits)]);
    expect(
      rolesIn({ ...named('age', 'fare'), has_car: is(0), has_pet: is(0), smokes: is(1) }).doubts,
    ).toEqual([]);
  });
});

describe('Fer2013', () => {
  const usage = (row: number): string => ['Training', 'PublicTest', 'PrivateTest'][row % 3]!;
  const pixels = (row: number): string => Array.from({ length: 16 }, (_, i) => (row * 7 + i) % 256).join(' ');
  it('has its label under emotion and its split under Usage', () => {
    const roles = rolesIn({ emotion: (row) => row % 7, pixels, Usage: usage });
    expect([roles.vectors.columns, roles.label?.column, roles.split?.column]).toEqual([
      ['pixels'],
      'emotion',
      'Usage',
    ]);
    expect(roles.doubts).toEqual([]);
  });

  it('is no reason to take a usage or an emotion that is a number for such', () => {
    const roles = rolesIn({ ...named('height', 'weight', 'usage'), emotion: wave });
    expect([roles.label, roles.split, roles.colour]).toEqual([null, null, 'emotion']);
    expect(rolesIn({ ...named('a', 'b'), Usage: (row) => `used ${row}` }).split).toBeNull();
  });
});

describe('objects of JSON', () => {
  it('have their label within, unless one lies beside them', () => {
    const kind = (row: number): string => `k${row % 3}`;
    const list = (row: number): string => JSON.stringify([row, row + 1, -row]);
    expect(rolesIn({ 'metadata.label': kind, embedding: list }).label?.column).toBe('metadata.label');
    expect(rolesIn({ 'metadata.label': kind, embedding: list, class: kind }).label?.column).toBe('class');
  });
});
