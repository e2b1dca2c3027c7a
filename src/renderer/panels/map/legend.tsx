import { useState, type Ref } from 'react';
import { categoricalCss } from '../../scene/palette';
import type { Legend, LegendClass } from '../../store/map/legend';
import { chooseGroup } from '../../store/map/groups';
import { setDimmed, setRange } from '../../store/map/map-view';
import { colouringOf } from '../../store/map/legend';
import { useAtelier, useAtelierState } from '../atelier-context';
import { count } from '../format';
import { ScaleLegend } from './scale-legend';

/** From so many classes on the legend can be searched. */
const searchedFrom = 16;
/** Classes listed at most. */
const mostListed = 300;

/** What the colours mean, and a way to leave some of them out. */
export function LegendOverlay({ ref, legend }: { ref?: Ref<HTMLDivElement>; legend: Legend }) {
  const atelier = useAtelier();
  const range = useAtelierState((state) => state.mapView.range);
  if (legend.kind === 'scale') {
    return (
      <ScaleLegend
        key={`${legend.title} ${legend.low} ${legend.high}`}
        ref={ref}
        legend={legend}
        range={range}
        onRange={(next) => setRange(atelier, next)}
      />
    );
  }
  return <ClassLegend ref={ref} title={legend.title} classes={legend.classes} />;
}

interface ClassLegendProps {
  ref: Ref<HTMLDivElement> | undefined;
  title: string;
  classes: readonly LegendClass[];
}

/** A click on a class dims it, a double click leaves it alone, with Ctrl a click selects its images. */
function ClassLegend({ ref, title, classes }: ClassLegendProps) {
  const atelier = useAtelier();
  const dimmed = useAtelierState((state) => state.mapView.dimmed);
  const [wanted, setWanted] = useState('');
  const found = classes.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const toggle = (id: number) => {
    const next = new Set(dimmed);
    if (!next.delete(id)) next.add(id);
    setDimmed(atelier, next);
  };
  const isolate = (id: number) => {
    const others = classes.map((one) => one.id).filter((one) => one !== id);
    // The first click of a double click has toggled the class itself, so only the others tell.
    const isAlone = others.every((one) => dimmed.has(one));
    setDimmed(atelier, new Set(isAlone ? [] : others));
  };
  return (
    <div ref={ref} className="legend" data-testid="legend" role="group" aria-label={`Legend: ${title}`}>
      {classes.length >= searchedFrom && (
        <input
          className="input legend-search"
          type="text"
          placeholder={`${count(classes.length)} classes`}
          aria-label="Search the classes"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => event.stopPropagation()}
        />
      )}
      <ul>
        {found.slice(0, mostListed).map(({ id, name, count: size }) => (
          <li key={id}>
            <button
              type="button"
              className="legend-class"
              aria-pressed={!dimmed.has(id)}
              title="Click dims it, double-click shows it alone, Ctrl-click selects its images"
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey) selectClass(atelier, id);
                else if (event.altKey) isolate(id);
                else if (event.detail === 2) isolate(id);
                else if (event.detail < 2) toggle(id);
              }}
            >
              <i style={{ background: categoricalCss(id) }} aria-hidden="true" />
              <span className="legend-name">{name}</span>
              <span className="legend-count">{count(size)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > mostListed && (
        <p className="legend-note">{count(found.length - mostListed)} more: search for them above.</p>
      )}
      {found.length === 0 && <p className="legend-note">No class is called so.</p>}
      {dimmed.size > 0 && (
        <button type="button" className="button button-small" onClick={() => setDimmed(atelier, new Set())}>
          Show all
        </button>
      )}
    </div>
  );
}

function selectClass(atelier: ReturnType<typeof useAtelier>, id: number): void {
  const { space, settings } = atelier.store.getState();
  if (space.embedding === null) return;
  const { column } = colouringOf(space.embedding, space.map, settings.colourBy);
  if (column.kind !== 'classes') return;
  const rows: number[] = [];
  column.classes.forEach((one, row) => one === id && rows.push(row));
  chooseGroup(atelier, rows);
}
