import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import type { RunSummary } from '../../../contract/run';
import { useAtelierState } from '../atelier-context';
import { Segmented } from '../controls';
import { useShownTheme } from '../use-appearance';
import { differingSettings, measures, type MeasureName } from './compare';
import { ComparePlot } from './compare-plot';
import { lineColour } from './line-colour';

/** The curves of some runs over their epochs, and the settings in which they differ. */
export function Comparison({ runs }: { runs: readonly RunSummary[] }) {
  const [measure, setMeasure] = useState<MeasureName>('elbo');
  const log = useAtelierState((state) => state.settings.chart.log);
  const theme = useShownTheme();
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (holder.current === null) return undefined;
    const plot = new ComparePlot(holder.current, runs, measure, log);
    return () => plot.dispose();
    // The plot takes its colours from the page when it is made.
  }, [runs, measure, log, theme]);
  return (
    <section className="comparison-of-runs" aria-label="Comparison" data-testid="runs-comparison">
      <header>
        <h3>
          {measures[measure].title} <span className="unit">{measures[measure].unit}</span>
        </h3>
        <Segmented
          label="Measure"
          value={measure}
          options={(Object.keys(measures) as MeasureName[]).map((name) => ({
            value: name,
            text: measures[name].short,
          }))}
          onChange={setMeasure}
        />
      </header>
      <div ref={holder} className="loss-chart compare-chart" />
      <Differences runs={runs} />
    </section>
  );
}

function Differences({ runs }: { runs: readonly RunSummary[] }) {
  const rows = differingSettings(runs);
  if (runs.length < 2) return null;
  if (rows.length === 0) return <p className="field-hint">They have the same settings.</p>;
  return (
    <div className="differences">
      <table>
        <thead>
          <tr>
            <th scope="col">Setting</th>
            {runs.map((run, place) => (
              <th key={run.runFolder} scope="col">
                <i style={{ background: lineColour(place) }} aria-hidden="true" /> {run.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, place) => (
                <td key={runs[place]?.runFolder}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
