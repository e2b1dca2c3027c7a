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

/** Two plots over the same steps, and the figures under the pointer. Made for one element, freed by `dispose`. */
export class LossPlots {
  private readonly plots: { lines: readonly Line[]; plot: uPlot; readout: HTMLElement; share: number }[];
  private readonly observer: ResizeObserver;
  private drawn = -1;
  private frame = 0;

  constructor(
    private readonly holder: HTMLElement,
    private readonly curve: LossCurve,
    theme: string,
  ) {
    const sync = uPlot.sync(`loss-${theme}`);
    this.plots = [
      this.plot([total, reconstruction], 0.62, sync.key),
      this.plot([divergence], 0.38, sync.key),
    ];
    this.observer = new ResizeObserver(() => this.fit());
    this.observer.observe(holder);
    this.fit();
    this.draw();
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
    for (const { plot } of this.plots) plot.destroy();
    this.holder.replaceChildren();
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
    const size = Number.parseFloat(getComputedStyle(this.holder).fontSize);
    if (width === 0) return;
    for (const { plot, share } of this.plots) plot.setSize({ width, height: Math.round(size * 17 * share) });
  }

  private plot(lines: readonly Line[], share: number, syncKey: string) {
    const style = getComputedStyle(this.holder);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const font = `${Math.round(Number.parseFloat(style.fontSize) * 0.86)}px ${style.fontFamily}`;
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
        padding: [8, 8, 0, 0],
        cursor: {
          sync: { key: syncKey, setSeries: false },
          points: { size: 5 },
          drag: { x: false, y: false },
          y: false,
        },
        scales: {
          x: { time: false },
          y: { range: (self) => lossRange(self.data.slice(1)) },
        },
        axes: [
          { ...axis, size: 22, gap: 2, space: 60, values: (_, steps) => steps.map(shortCount) },
          { ...axis, size: 38, gap: 4, space: 18 },
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
  private read({
    lines,
    plot,
    readout,
  }: {
    lines: readonly Line[];
    plot: uPlot;
    readout: HTMLElement;
  }): void {
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
