import type { Embedding } from '../../../contract/space';
import { categorical, categoricalCss, continuous, neutral } from '../../scene/palette';
import type { ColourBy } from '../../store/state';

export interface LegendClass {
  label: number;
  name: string;
  count: number;
  colour: string;
}

/** What the colours of the map mean. `scale`: values outside of `low` to `high` have the colour of the end. */
export type Legend =
  | { kind: 'classes'; classes: readonly LegendClass[] }
  | { kind: 'scale'; name: string; low: number; high: number };

/** The share of the values at each end that a colour scale does not stretch for. */
const CUT = 0.02;

/** Images without labels are coloured by their error. */
export function shownColourBy(colourBy: ColourBy, embedding: Embedding): ColourBy {
  return colourBy === 'label' && !hasLabels(embedding) ? 'bce' : colourBy;
}

export function hasLabels(embedding: Embedding): boolean {
  return embedding.labelNames.length > 0 && embedding.labels.some((label) => label >= 0);
}

/** What the colours of an embedding mean. */
export function legendOf(embedding: Embedding, colourBy: ColourBy): Legend {
  if (shownColourBy(colourBy, embedding) === 'label') {
    const counts = new Map<number, number>();
    for (const label of embedding.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    const classes = [...counts]
      .sort(([first], [second]) => (first < 0 ? 1 : second < 0 ? -1 : first - second))
      .map(([label, count]) => ({
        label,
        count,
        name: label < 0 ? 'no label' : (embedding.labelNames[label] ?? `class ${label}`),
        colour: categoricalCss(label),
      }));
    return { kind: 'classes', classes };
  }
  const [name, values] = colourBy === 'kl' ? ['KL, nats', embedding.kl] : ['Error, nats', embedding.bce];
  const sorted = values.filter(Number.isFinite).sort();
  const last = sorted.length - 1;
  return {
    kind: 'scale',
    name,
    low: sorted[Math.floor(last * CUT)] ?? 0,
    high: sorted[Math.ceil(last * (1 - CUT))] ?? 1,
  };
}

/** sRGB colours `[n, 3]`, 0 to 1. */
export function pointColours(embedding: Embedding, colourBy: ColourBy, legend: Legend): Float32Array {
  const { n, labels, bce, kl } = embedding;
  const colours = new Float32Array(n * 3);
  if (legend.kind === 'classes') {
    const known = new Map(legend.classes.map(({ label }) => [label, categorical(label)]));
    for (let i = 0; i < n; i += 1) colours.set(known.get(labels[i]!) ?? neutral, i * 3);
    return colours;
  }
  const values = colourBy === 'kl' ? kl : bce;
  const width = legend.high - legend.low || 1;
  for (let i = 0; i < n; i += 1) colours.set(continuous((values[i]! - legend.low) / width), i * 3);
  return colours;
}

/** 1 for each point whose class is dimmed; only classes that the legend shows can be. */
export function dimmedPoints(
  embedding: Embedding,
  dimmed: ReadonlySet<number>,
  colourBy: ColourBy,
): Uint8Array {
  if (shownColourBy(colourBy, embedding) !== 'label') return new Uint8Array(embedding.n);
  return Uint8Array.from(embedding.labels, (label) => (dimmed.has(label) ? 1 : 0));
}
