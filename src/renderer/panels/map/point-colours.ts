import { categorical, continuousTable, continuousTableSteps, neutral } from '../../scene/palette';
import type { Colouring } from '../../store/map/legend';

/** sRGB colours `[n, 3]`, 0 to 1. */
export function pointColours({ column, legend }: Colouring): Float32Array {
  if (column.kind === 'classes') return classColours(column.classes);
  const { values } = column;
  const colours = new Float32Array(values.length * 3);
  if (legend.kind !== 'scale') return colours;
  const table = continuousTable();
  const last = continuousTableSteps - 1;
  const scale = last / (legend.high - legend.low || 1);
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      colours.set(neutral, i * 3);
      continue;
    }
    const step = 3 * Math.min(last, Math.max(0, Math.round((value - legend.low) * scale)));
    colours[i * 3] = table[step]!;
    colours[i * 3 + 1] = table[step + 1]!;
    colours[i * 3 + 2] = table[step + 2]!;
  }
  return colours;
}

/** @param classes `[n]`, -1 for none */
function classColours(classes: Int32Array): Float32Array {
  const colours = new Float32Array(classes.length * 3);
  const known = new Map<number, readonly [number, number, number]>();
  for (let i = 0; i < classes.length; i += 1) {
    const id = classes[i]!;
    let colour = known.get(id);
    if (colour === undefined) {
      colour = categorical(id);
      known.set(id, colour);
    }
    colours[i * 3] = colour[0];
    colours[i * 3 + 1] = colour[1];
    colours[i * 3 + 2] = colour[2];
  }
  return colours;
}

/** 1 for each of `n` points that does not belong to what is looked at; null when everything is. */
export function fadedPoints(n: number, rows: Uint32Array | null): Uint8Array | null {
  if (rows === null) return null;
  const mask = new Uint8Array(n).fill(1);
  for (const row of rows) mask[row] = 0;
  return mask;
}
