import { useMemo } from 'react';
import type { ClassColumn } from '../../store/map/columns';
import { colouringOf } from '../../store/map/legend';
import { useAtelierState } from '../atelier-context';
import { count, plural } from '../format';

/** The largest classes among the chosen, with their shares. */
export function GroupClasses({ rows }: { rows: Uint32Array }) {
  const embedding = useAtelierState((state) => state.space.embedding);
  const map = useAtelierState((state) => state.space.map);
  const wish = useAtelierState((state) => state.settings.colourBy);
  const text = useMemo(() => {
    if (embedding === null) return '';
    const { column } = colouringOf(embedding, map, wish);
    return column.kind === 'classes' ? classesOf(column, rows) : '';
  }, [embedding, map, wish, rows]);
  return <span className="group-classes">{text}</span>;
}

function classesOf({ classes, names }: ClassColumn, rows: Uint32Array): string {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(classes[row]!, (counts.get(classes[row]!) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, 3).map(([id, size]) => `${names[id] ?? 'none'} ${count(size)}`);
  const others = sorted.length - shown.length;
  return [...shown, ...(others > 0 ? [plural(others, 'other class', 'other classes')] : [])].join(', ');
}
