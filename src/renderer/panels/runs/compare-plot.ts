import uPlot from 'uplot';
import type { RunSummary } from '../../../contract/run';
import { whenPageScaleChanges } from '../../scene/page-scale';
import { nats } from '../format';
import { PlotFrame, shortNumber, valueAt } from '../training/plot-frame';
import { compareTable, type MeasureName } from './compare';
import { lineColour } from './line-colour';

const LINES = 15;

/** One plot with a line for each run. Made for one element, freed by `dispose`. */
export class ComparePlot {
  private readonly observer: ResizeObserver;
  private readonly endScale: () => void;
  private readonly readout = document.createElement('div');
  private plot: uPlot;
  private frame: PlotFrame;

  constructor(
    private readonly holder: HTMLElement,
    private readonly runs: readonly RunSummary[],
    private readonly measure: MeasureName,
    private readonly log: boolean,
  ) {
    this.readout.className = 'loss-readout';
    this.frame = new PlotFrame(holder);
    this.plot = this.make();
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(holder);
    this.endScale = whenPageScaleChanges(() => {
      this.plot.destroy();
      this.make();
    });
  }

  dispose(): void {
    this.observer.disconnect();
    this.endScale();
    this.plot.destroy();
    this.holder.replaceChildren();
  }

  private make(): uPlot {
    this.frame = new PlotFrame(this.holder);
    this.holder.replaceChildren(this.readout);
    const series = this.runs.map((_, place): uPlot.Series => {
      const stroke = lineColour(place);
      return { stroke, width: 1.75, spanGaps: true, points: { show: true, size: 5, fill: stroke } };
    });
    const plot = new uPlot(
      {
        ...this.frame.options(this.log, shortNumber),
        series: [{}, ...series],
        hooks: { setCursor: [(self) => this.read(self)] },
      },
      compareTable(this.runs, this.measure),
      this.holder,
    );
    this.plot = plot;
    this.fit();
    this.read(plot);
    return plot;
  }

  private fit(): void {
    const width = this.holder.clientWidth;
    if (width === 0) return;
    this.plot.setSize({ width, height: this.frame.lines(LINES) });
  }

  /** The figures at the pointer, or the newest of each run. */
  private read(plot: uPlot): void {
    const at = plot.cursor.idx ?? plot.data[0].length - 1;
    const nodes = this.runs.map((run, place) => {
      const part = document.createElement('span');
      part.className = 'loss-readout-line';
      const swatch = document.createElement('i');
      swatch.style.background = lineColour(place);
      const value = valueAt(plot.data[place + 1], at);
      part.append(swatch, `${run.name} ${value === null ? '' : nats(value)}`);
      return part;
    });
    const epoch = plot.data[0][at];
    if (epoch !== undefined && plot.cursor.idx != null) {
      const part = document.createElement('span');
      part.className = 'loss-readout-step';
      part.textContent = `epoch ${epoch}`;
      nodes.push(part);
    }
    this.readout.replaceChildren(...nodes);
  }
}
