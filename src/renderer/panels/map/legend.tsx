import type { Ref } from 'react';
import { continuousCss } from '../../scene/palette';
import { count, nats } from '../format';
import type { Legend } from './point-colours';

const STOPS = 24;

interface LegendProps {
  ref?: Ref<HTMLDivElement>;
  legend: Legend;
  dimmed: ReadonlySet<number>;
  onDim: (dimmed: ReadonlySet<number>) => void;
}

/** What the colours mean. A click on a class dims it; with Alt, all the others. */
export function LegendOverlay({ ref, legend, dimmed, onDim }: LegendProps) {
  if (legend.kind === 'scale') return <ScaleLegend ref={ref} {...legend} />;
  const { classes } = legend;
  const toggle = (label: number, alone: boolean) => {
    const next = new Set(dimmed);
    if (alone) {
      const isAlone = classes.every((one) => (one.label === label) !== dimmed.has(one.label));
      onDim(new Set(isAlone ? [] : classes.map((one) => one.label).filter((one) => one !== label)));
      return;
    }
    if (!next.delete(label)) next.add(label);
    onDim(next);
  };
  return (
    <div ref={ref} className="legend" data-testid="legend" role="group" aria-label="Classes">
      <ul>
        {classes.map(({ label, name, count: size, colour }) => (
          <li key={label}>
            <button
              type="button"
              className="legend-class"
              aria-pressed={!dimmed.has(label)}
              title="Click dims it, Alt-click all the others"
              onClick={(event) => toggle(label, event.altKey)}
            >
              <i style={{ background: colour }} aria-hidden="true" />
              <span className="legend-name">{name}</span>
              <span className="legend-count">{count(size)}</span>
            </button>
          </li>
        ))}
      </ul>
      {dimmed.size > 0 && (
        <button type="button" className="button button-small" onClick={() => onDim(new Set())}>
          Show all
        </button>
      )}
    </div>
  );
}

interface ScaleLegendProps {
  ref: Ref<HTMLDivElement> | undefined;
  name: string;
  low: number;
  high: number;
}

function ScaleLegend({ ref, name, low, high }: ScaleLegendProps) {
  const stops = Array.from({ length: STOPS }, (_, stop) => continuousCss(stop / (STOPS - 1)));
  return (
    <div ref={ref} className="legend legend-scale" data-testid="legend" role="group" aria-label={name}>
      <span className="legend-title">{name}</span>
      <div
        className="legend-ramp"
        style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }}
        aria-hidden="true"
      />
      <div className="legend-ends">
        <span>{nats(low)} or less</span>
        <span>{nats(high)} or more</span>
      </div>
    </div>
  );
}
