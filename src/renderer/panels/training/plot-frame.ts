import uPlot from 'uplot';
import { logRange, lossRange, roundSplits } from './axis-range';
import { withMinus } from '../../store/number-text';

/** Type size, in pixels, that the lengths below are meant for; they grow with it. */
const BASE_SIZE = 13;

/** What a plot takes from the page it stands in: its type and its colours. Replaced when either changes. */
export class PlotFrame {
  readonly size: number;
  private readonly style: CSSStyleDeclaration;

  constructor(private readonly holder: HTMLElement) {
    this.style = getComputedStyle(holder);
    this.size = Number.parseFloat(this.style.fontSize);
  }

  /** The value of a CSS variable. */
  colour(name: string): string {
    return this.style.getPropertyValue(name).trim();
  }

  /** The same colour, see-through: for what only stands behind a line. */
  faint(name: string): string {
    return `color-mix(in srgb, ${this.colour(name)} 28%, transparent)`;
  }

  private grown(pixels: number): number {
    return Math.round((pixels * this.size) / BASE_SIZE);
  }

  /** A plot over whole numbers (steps, epochs), with its scale, axes and cursor. Lines are the caller's. */
  options(log: boolean, across: (value: number) => string): Omit<uPlot.Options, 'series'> {
    const font = `${Math.round(this.size * 0.86)}px ${this.style.fontFamily}`;
    const axis: uPlot.Axis = {
      stroke: this.colour('--text-3'),
      font,
      grid: { stroke: this.colour('--line'), width: 1 },
      ticks: { show: false },
    };
    const range = log ? logRange : lossRange;
    return {
      width: Math.max(1, this.holder.clientWidth),
      height: 100,
      legend: { show: false },
      // To the right, room for half of the last number: it stands centred below its grid line.
      padding: [this.grown(8), this.grown(17), 0, 0],
      cursor: { points: { size: 5 }, drag: { x: false, y: false }, y: false },
      scales: {
        x: { time: false },
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum is in uPlot's types alone
        y: { distr: log ? 3 : 1, range: (self) => range(self.data.slice(1)) },
      },
      axes: [
        {
          ...axis,
          size: this.grown(22),
          gap: this.grown(2),
          space: this.grown(60),
          incrs: wholeNumbers,
          values: (_, values) => values.map(across),
        },
        {
          ...axis,
          size: this.grown(40),
          gap: this.grown(4),
          splits: (self, _axis, min, max) =>
            roundSplits(min, max, Math.max(2, Math.floor(self.height / this.grown(30)))),
          filter: (_self, splits) => splits,
          values: (_, values) => values.map(shortNumber),
        },
      ],
    };
  }

  /** Height in pixels of so many lines of type. */
  lines(count: number): number {
    return Math.round(this.size * count);
  }
}

/** Distances of grid lines across: there is no half step. */
const wholeNumbers = Array.from({ length: 10 }, (_, power) =>
  [1, 2, 5].map((one) => one * 10 ** power),
).flat();

/** 12,000 is 12k on an axis. */
export function shortNumber(value: number): string {
  if (Math.abs(value) >= 1000) return withMinus(`${Number((value / 1000).toPrecision(4))}k`);
  return withMinus(String(Number(value.toPrecision(6))));
}

/** The value at a place of a column, or the last one before it. */
export function valueAt(column: ArrayLike<number | null | undefined> | undefined, at: number): number | null {
  for (let place = at; column !== undefined && place >= 0; place -= 1) {
    const value = column[place];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}
