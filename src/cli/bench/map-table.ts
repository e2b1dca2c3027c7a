import type { MapBenchResult, MapFigures } from './map-bench';
import { markdown } from './table';

/** The result as Markdown. */
export function mapTables({ maps, growth }: MapBenchResult): string[] {
  const fastest = (set: string): MapFigures | undefined => maps.find((figures) => figures.set === set);
  const lines = markdown(
    [
      '10,000 vectors to 3-D',
      'by',
      'seconds',
      'of ours',
      'stages',
      'trustworthiness',
      'kept',
      'class',
      'MiB',
    ],
    maps.map((figures) => [
      `${figures.set} [${figures.n}, ${figures.d}]`,
      `${figures.maker} ${figures.version}`,
      figures.total.toFixed(2),
      `${(figures.total / (fastest(figures.set)?.total ?? Number.NaN)).toFixed(1)}x`,
      stages(figures),
      ...quality(figures),
    ]),
  );
  if (growth.length === 0) return lines;
  const more = markdown(
    ['vectors', 'seconds', 'stages', 'trustworthiness', 'kept', 'class', 'MiB'],
    growth.map((figures) => [
      figures.n.toLocaleString('en'),
      figures.total.toFixed(1),
      stages(figures),
      ...quality(figures),
    ]),
  );
  return [...lines, '', ...more];
}

function stages({ stages: seconds }: MapFigures): string {
  return Object.entries(seconds)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(', ');
}

function quality({ trustworthiness, neighboursKept, classAccuracy, memory }: MapFigures): string[] {
  const shown = (value: number | null): string => (value === null ? '' : value.toFixed(3));
  return [
    shown(trustworthiness),
    shown(neighboursKept),
    shown(classAccuracy),
    memory === null ? '' : memory.toFixed(0),
  ];
}
