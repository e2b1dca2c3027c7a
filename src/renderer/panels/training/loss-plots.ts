import uPlot from 'uplot';
import type { Losses } from '../../../contract/training';
import type { LossCurve } from '../../store/loss-curve';
import { count, nats } from '../format';
import { lossRange, lossTable } from './loss-table';

interface Line {
  key: keyof Losses;
  name: string;
  /** Name of the CSS variable that holds its colour. */
  colour: string;
}

const total: Line = { key: 'elbo', name: 'Total', colour: '--chart-total' };
const reconstruction: Line = { key: 'bce', name: 'Reconstruction', colour: '--chart-bce' };
const divergence: Line = { key: 'kl', name: 'KL', colour: '--chart-kl' };

interface LossPlot {
  lines: readonly Line[];
  plot: uPlot;
  readout: HTMLElement;
  share: number;
}

/** Type size, in pixels, that the lengths below are meant for; they grow with it. */
const baseSize = 13;

/** Distances of grid lines along the steps: there is no half step. */
const wholeSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat();

/** Two plots over the same steps, and the figures under the pointer. Made for one element, freed by `dispose`. */
export class LossPlots {
  private plots: LossPlot[] = [];
  private readonly observer: ResizeObserver;
  private drawn = -1;
  private frame = 0;
  /** Type size that the plots were made for, in pixels. */
  private size = 0;

  constructor(
    private readonly holder: HTMLElement,
    private readonly curve: LossCurve,
  ) {
    this.make();
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(holder);
  }

  /** Draws what has come since the last time, at most once in a frame. */
  refresh(): void {
    if (this.curve.version === this.drawn || this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.clear();
  }

  /** Makes both plots anew, in the colours and the type size that the page has now. */
  private make(): void {
    this.clear();
    this.size = this.typeSize();
    this.plots = [this.plot([total, reconstruction], 0.62), this.plot([divergence], 0.38)];
    this.fit();
    this.draw();
  }

  private clear(): void {
    for (const { plot } of this.plots) plot.destroy();
    this.plots = [];
    this.holder.replaceChildren();
  }

  private typeSize(): number {
    return Number.parseFloat(getComputedStyle(this.holder).fontSize);
  }

  private draw(): void {
    this.drawn = this.curve.version;
    for (const one of this.plots) {
      one.plot.setData(
        lossTable(
          this.curve,
          one.lines.map((line) => line.key),
        ),
      );
      this.read(one);
    }
  }

  private fit(): void {
    const width = this.holder.clientWidth;
    if (width === 0) return;
    if (this.typeSize() !== this.size) {
      this.make();
      return;
    }
    for (const { plot, share } of this.plots)
      plot.setSize({ width, height: Math.round(this.size * 17 * share) });
  }

  private plot(lines: readonly Line[], share: number): LossPlot {
    const style = getComputedStyle(this.holder);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const font = `${Math.round(this.size * 0.86)}px ${style.fontFamily}`;
    const grown = (pixels: number) => Math.round((pixels * this.size) / baseSize);
    const readout = document.createElement('div');
    readout.className = 'loss-readout';
    this.holder.append(readout);
    const axis = {
      stroke: colour('--text-3'),
      font,
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    const plot = new uPlot(
      {
        width: Math.max(1, this.holder.clientWidth),
        height: 100,
        legend: { show: false },
        // To the right, room for half of the last step's figures: they stand centred below its grid line.
        padding: [grown(8), grown(17), 0, 0],
        cursor: {
          sync: { key: 'loss', setSeries: false },
          points: { size: 5 },
          drag: { x: false, y: false },
          y: false,
        },
        scales: {
          x: { time: false },
          y: { range: (self) => lossRange(self.data.slice(1)) },
        },
        axes: [
          {
            ...axis,
            size: grown(22),
            gap: grown(2),
            space: grown(60),
            incrs: wholeSteps,
            values: (_, steps) => steps.map(shortCount),
          },
          { ...axis, size: grown(38), gap: grown(4), space: grown(18) },
        ],
        series: [
          {},
          ...lines.flatMap((line): uPlot.Series[] => {
            const stroke = colour(line.colour);
            return [
              { stroke, width: 1.5, spanGaps: true, points: { show: false } },
              {
                stroke,
                width: 1.5,
                spanGaps: true,
                dash: [4, 3],
                points: { show: true, size: 5, fill: stroke },
              },
            ];
          }),
        ],
        hooks: {
          setCursor: [
            (self) => {
              const one = this.plots.find(({ plot }) => plot === self);
              if (one !== undefined) this.read(one);
            },
          ],
        },
      },
      [[], ...lines.flatMap(() => [[], []])],
      this.holder,
    );
    return { lines, plot, readout, share };
  }

  /** The figures at the pointer, or the newest. */
  private read({ lines, plot, readout }: LossPlot): void {
    const steps = plot.data[0];
    const at = plot.cursor.idx ?? steps.length - 1;
    const parts = lines.map((line, place) => {
      const part = document.createElement('span');
      part.className = 'loss-readout-line';
      const swatch = document.createElement('i');
      swatch.style.background = `var(${line.colour})`;
      const train = nearestValue(plot.data[1 + 2 * place], at);
      const test = nearestValue(plot.data[2 + 2 * place], at);
      const values = [train, test === null ? null : `${test} test`].filter((value) => value !== null);
      part.append(swatch, `${line.name} ${values.join(', ')}`);
      return part;
    });
    const step = steps[at];
    if (step !== undefined && plot.cursor.idx != null) parts.push(stepPart(step));
    readout.replaceChildren(...parts);
  }
}

function stepPart(step: number): HTMLElement {
  const part = document.createElement('span');
  part.className = 'loss-readout-step';
  part.textContent = `step ${count(step)}`;
  return part;
}

/** The value at a place or the last one before it, in words. */
function nearestValue(column: ArrayLike<number | null | undefined> | undefined, at: number): string | null {
  for (let place = at; column !== undefined && place >= 0; place -= 1) {
    const value = column[place];
    if (value !== null && value !== undefined) return nats(value);
  }
  return null;
}

/** 12,000 is 12k on an axis. */
function shortCount(value: number): string {
  return Math.abs(value) >= 1000 ? `${Number((value / 1000).toFixed(1))}k` : String(value);
}
