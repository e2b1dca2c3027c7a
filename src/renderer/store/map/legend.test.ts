import { describe, expect, it } from 'vitest';
import { embedding, latentMap } from '../../testing/made-space';
import { columnGroups, columnOf, furtherValue, shownColourBy } from './columns';
import { colouringOf, dimmedPoints } from './legend';
import { isColourBy } from './map-state';

const shows = { dimmed: new Set<number>(), range: null };

describe('columns to colour by', () => {
  it('are those that the images have', () => {
    const plain = columnGroups(embedding(), null).flatMap(({ columns }) => columns.map(({ value }) => value));
    expect(plain).toEqual(['label', 'bce', 'kl', 'mu_0', 'mu_1', 'logvar_0', 'logvar_1']);
    const rich = embedding({
      files: ['a/1.png', 'a/2.png', 'b/c/3.png', '4.png', '5.png', '6.png'],
      isTest: new Uint8Array([0, 1, 1, 0, 1, 1]),
      columns: [
        { kind: 'number', name: 'age', values: new Float32Array(6) },
        { kind: 'text', name: 'city', values: ['Bern', 'Oslo', '', 'Oslo', 'Oslo', 'Bern'] },
      ],
    });
    const all = columnGroups(rich, latentMap()).flatMap(({ columns }) => columns.map(({ value }) => value));
    expect(all).toEqual(
      expect.arrayContaining(['split', 'folder', 'distortion', 'column:age', 'column:city'] as const),
    );
    expect(all.every(isColourBy)).toBe(true);
    expect(columnOf(rich, null, 'column:city')).toEqual({
      kind: 'classes',
      title: 'city',
      classes: new Int32Array([1, 0, -1, 0, 0, 1]),
      names: ['Oslo', 'Bern'],
    });
    expect(furtherValue(rich, 'column:city', 0)).toBe('Bern');
    expect(furtherValue(rich, 'column:city', 2)).toBeNull();
    expect(furtherValue(rich, 'mu_0', 5)).toBe('5');
    expect(furtherValue(rich, 'bce', 5)).toBeNull();
    expect(columnOf(rich, null, 'folder')).toMatchObject({ names: ['.', 'a', 'b/c'] });
  });

  it('are none of a posterior that is not known, and number names as one counts', () => {
    const unknown = new Float32Array(6).fill(Number.NaN);
    const vectors = embedding({
      labels: new Int32Array(6).fill(-1),
      bce: unknown,
      kl: unknown,
      logvar: new Float32Array(12).fill(Number.NaN),
      columns: [{ kind: 'text', name: 'kind', values: ['k10', 'k2', 'k1', 'k10', 'k2', 'k1'] }],
    });
    const offered = columnGroups(vectors, null).flatMap(({ columns }) => columns.map(({ value }) => value));
    expect(offered).toEqual(['column:kind', 'mu_0', 'mu_1']);
    expect(shownColourBy('label', vectors, null)).toBe('column:kind');
    expect(columnOf(vectors, null, 'column:kind')).toMatchObject({ names: ['k1', 'k2', 'k10'] });
  });

  it('fall back to what there is', () => {
    expect(shownColourBy('distortion', embedding(), null)).toBe('label');
    expect(shownColourBy('mu_7', embedding(), null)).toBe('label');
    const unlabelled = embedding({ labels: new Int32Array(6).fill(-1) });
    expect(shownColourBy('label', unlabelled, null)).toBe('bce');
    expect(['label', 'mu_12', 'column:a\nb'].every(isColourBy)).toBe(true);
    expect(['', 'mu_', 'mu_x', 'column:', 'labels', 3].some(isColourBy)).toBe(false);
  });

  it('reads one latent dimension of every image', () => {
    expect(columnOf(embedding(), null, 'mu_0')).toMatchObject({
      values: new Float32Array([0, 1, 2, 3, 4, 5]),
    });
  });
});

describe('the legend', () => {
  it('counts classes, those without one last', () => {
    const images = embedding({ labels: new Int32Array([1, -1, 1, 0, 1, -1]) });
    expect(colouringOf(images, null, 'label').legend).toEqual({
      kind: 'classes',
      title: 'Label',
      classes: [
        { id: 0, name: 'Coat', count: 1 },
        { id: 1, name: 'Bag', count: 3 },
        { id: -1, name: 'no label', count: 2 },
      ],
    });
  });

  it('does not stretch a scale for strays, and counts what has no value', () => {
    const n = 1000;
    const bce = Float32Array.from({ length: n }, (_, i) => i / n);
    bce[3] = 1e9;
    bce[4] = Number.NaN;
    bce[5] = Infinity;
    const { legend } = colouringOf(embedding({ n, bce }), null, 'bce');
    if (legend.kind !== 'scale') throw new Error('A number has a scale.');
    expect(legend.low).toBeCloseTo(0.02, 1);
    expect(legend.high).toBeCloseTo(0.98, 1);
    expect(legend.unknown).toBe(1);
    expect(legend.histogram.reduce((sum, bin) => sum + bin)).toBe(n - 1);
  });

  it('is the same object until something that matters to it changes', () => {
    const images = embedding();
    const first = colouringOf(images, null, 'bce');
    expect(colouringOf(images, null, 'bce')).toBe(first);
    const map = latentMap();
    expect(colouringOf(images, map, 'bce')).toBe(first);
    const distorted = colouringOf(images, map, 'distortion');
    expect(distorted).not.toBe(first);
    expect(colouringOf(images, latentMap(), 'distortion')).not.toBe(distorted);
  });

  it('dims classes, and values outside of a range', () => {
    const images = embedding();
    const classes = colouringOf(images, null, 'label');
    expect([...dimmedPoints(classes, { ...shows, dimmed: new Set([1]) })]).toEqual([0, 1, 0, 1, 0, 1]);
    const scale = colouringOf(images, null, 'bce');
    expect([...dimmedPoints(scale, { ...shows, range: [101.5, 103.5] })]).toEqual([1, 1, 0, 0, 1, 1]);
    // An end that is the scale's own lets through what lies beyond it.
    expect([...dimmedPoints(scale, { ...shows, range: [0, 103.5] })]).toEqual([0, 0, 0, 0, 1, 1]);
    expect([...dimmedPoints(scale, shows)]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
