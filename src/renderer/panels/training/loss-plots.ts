import uPlot from 'uplot';
import type { Losses } from '../../../contract/training';
import { whenPageScaleChanges } from '../../scene/page-scale';
import type { LossCurve } from '../../store/training/loss-curve';
import type { ChartSettings } from '../../store/session/session-state';
import { count, nats } from '../format';
import { COLUMNS_OF_A_LOSS, gradientTable, lossTable } from './loss-table';
import { PlotFrame, shortNumber, valueAt } from './plot-frame';

interface Line {
  key: keyof Losses;
  name: string;
  /** Name of the CSS variable that holds its colour. */
  colour: string;
}

const total: Line = { key: 'elbo', name: 'Total', colour: '--chart-total' };
const reconstruction: Line = { key: 'bce', name: 'Reconstruction', colour: '--chart-bce' };
const divergence: Line = { key: 'kl', name: 'KL', colour: '--chart-kl' };

/** One of the plots: what is in it, and how many lines of type it is high. */
interface Part {
  plot: uPlot;
  readout: HTMLElement;
  lines: number;
  table: () => uPlot.AlignedData;
  read: (plot: uPlot, at: number) => Node[];
}

/**
 * The plots of a run over the same steps (losses, KL, norm of the gradient), and the figures under the pointer. Made
 * for one element, freed by `dispose`.
 */
export class LossPlots {
  private parts: Part[] = [];
  private readonly observer: ResizeObserver;
  private readonly endScale: () => void;
  private frame: PlotFrame;
  private drawn = -1;
  private request = 0;

  constructor(
    private readonly holder: HTMLElement,
    private readonly curve: LossCurve,
    private settings: ChartSettings,
  ) {
    this.frame = new PlotFrame(holder);
    this.make();
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(holder);
    this.endScale = whenPageScaleChanges(() => this.make());
  }

  /** Draws what has come since the last time, at most once in a frame. */
  refresh(): void {
    if (this.curve.version === this.drawn || this.request !== 0) return;
    this.request = requestAnimationFrame(() => {
      this.request = 0;
      // The gradient's norm comes with the first epoch.
      if (this.curve.gradient.length > 0 !== this.hasGradient) this.make();
      else this.draw();
    });
  }

  /** Draws the same curves in another way. */
  set(settings: ChartSettings): void {
    if (settings === this.settings) return;
    const sameAxes = settings.log === this.settings.log;
    this.settings = settings;
    if (sameAxes) this.draw();
    else this.make();
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    this.observer.disconnect();
    this.endScale();
    this.clear();
  }

  private get hasGradient(): boolean {
    return this.parts.length > 2;
  }

  /** Makes the plots anew, in the colours and the type size that the page has now. */
  private make(): void {
    this.clear();
    this.frame = new PlotFrame(this.holder);
    this.parts = [this.lossPart([total, reconstruction], 10.5), this.lossPart([divergence], 6.5)];
    if (this.curve.gradient.length > 0) this.parts.push(this.gradientPart(5.5));
    this.fit();
    this.draw();
  }

  private clear(): void {
    for (const { plot } of this.parts) plot.destroy();
    this.parts = [];
    this.holder.replaceChildren();
  }

  private draw(): void {
    this.drawn = this.curve.version;
    for (const part of this.parts) {
      part.plot.setData(part.table());
      this.read(part);
    }
  }

  private fit(): void {
    const width = this.holder.clientWidth;
    if (width === 0) return;
    for (const { plot, lines } of this.parts) plot.setSize({ width, height: this.frame.lines(lines) });
  }

  private lossPart(lines: readonly Line[], height: number): Part {
    const { frame } = this;
    const keys = lines.map((line) => line.key);
    const series = lines.flatMap((line): uPlot.Series[] => {
      const stroke = frame.colour(line.colour);
      const shared = { spanGaps: true, points: { show: false } };
      return [
        { ...shared, stroke: frame.faint(line.colour), width: 1 },
        { ...shared, stroke, width: 1.5 },
        { ...shared, stroke, width: 1.5, dash: [4, 3], points: { show: true, size: 5, fill: stroke } },
      ];
    });
    return this.part({
      series,
      height,
      table: () => lossTable(this.curve, keys, this.settings.smoothing),
      read: (plot, at) =>
        lines.map((line, place) => {
          const first = 1 + COLUMNS_OF_A_LOSS * place;
          const train = valueAt(plot.data[first + 1], at);
          const test = valueAt(plot.data[first + 2], at);
          const values = [train === null ? null : nats(train), test === null ? null : `${nats(test)} test`];
          return figure(line.colour, `${line.name} ${values.filter((value) => value !== null).join(', ')}`);
        }),
    });
  }

  private gradientPart(height: number): Part {
    const stroke = this.frame.colour('--chart-gradient');
    return this.part({
      series: [{ stroke, width: 1.5, points: { show: true, size: 5, fill: stroke } }],
      height,
      table: () => gradientTable(this.curve),
      read: (plot, at) => {
        const norm = valueAt(plot.data[1], at);
        return [
          figure('--chart-gradient', `Gradient norm ${norm === null ? '' : nats(norm)}, mean of the epoch`),
        ];
      },
    });
  }

  private part(parts: {
    series: uPlot.Series[];
    height: number;
    table: () => uPlot.AlignedData;
    read: (plot: uPlot, at: number) => Node[];
  }): Part {
    const { series, height, table, read } = parts;
    const readout = document.createElement('div');
    readout.className = 'loss-readout';
    this.holder.append(readout);
    const options = this.frame.options(this.settings.log, shortNumber);
    const plot = new uPlot(
      {
        ...options,
        cursor: { ...options.cursor, sync: { key: 'loss', setSeries: false } },
        series: [{}, ...series],
        hooks: { setCursor: [(self) => this.readPlot(self)] },
      },
      [[], ...series.map(() => [])],
      this.holder,
    );
    return { plot, readout, lines: height, table, read };
  }

  private readPlot(plot: uPlot): void {
    const part = this.parts.find((one) => one.plot === plot);
    if (part !== undefined) this.read(part);
  }

  /** The figures at the pointer, or the newest. */
  private read({ plot, readout, read }: Part): void {
    const steps = plot.data[0];
    const at = plot.cursor.idx ?? steps.length - 1;
    const nodes = read(plot, at);
    const step = steps[at];
    if (step !== undefined && plot.cursor.idx != null) nodes.push(stepNode(step));
    readout.replaceChildren(...nodes);
  }
}

function figure(colour: string, text: string): Node {
  const part = document.createElement('span');
  part.className = 'loss-readout-line';
  const swatch = document.createElement('i');
  swatch.style.background = `var(${colour})`;
  part.append(swatch, text);
  return part;
}

function stepNode(step: number): Node {
  const part = document.createElement('span');
  part.className = 'loss-readout-step';
  part.textContent = `step ${count(step)}`;
  return part;
}
