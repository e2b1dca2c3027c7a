import { checkSameLength, lerp } from './lerp';
import { slerp } from './slerp';

/**
 * `frames` points on the straight way through all `stops` (each `[latent]`), as `[frames, latent]`. Every
 * stretch between two stops gets the same time, the first and the last frame are the first and the last stop
 * exactly. Throws RangeError for no stop, stops of different lengths, or frames that are not 2 or more.
 */
export function straightPath(stops: readonly Float32Array[], frames: number): Float32Array {
  return pathThrough(stops, frames, lerp);
}

/** As `straightPath`, each stretch a `slerp`. */
export function sphericalPath(stops: readonly Float32Array[], frames: number): Float32Array {
  return pathThrough(stops, frames, slerp);
}

/** Throws RangeError unless `frames` is a whole number from 2. */
export function checkFrames(frames: number): void {
  if (!Number.isInteger(frames) || frames < 2) {
    throw new RangeError(`A path needs 2 frames or more, not ${frames}.`);
  }
}

function pathThrough(
  stops: readonly Float32Array[],
  frames: number,
  between: (a: Float32Array, b: Float32Array, t: number) => Float32Array,
): Float32Array {
  checkFrames(frames);
  const first = stops[0];
  if (first === undefined) throw new RangeError('A path needs one stop or more.');
  for (const stop of stops) checkSameLength(first, stop);
  const latent = first.length;
  const path = new Float32Array(frames * latent);
  const stretches = stops.length - 1;
  for (let frame = 0; frame < frames; frame++) {
    // Whole numbers first: a stop that falls on a frame is hit exactly, without rounding.
    const done = frame * stretches;
    const stretch = Math.min(Math.floor(done / (frames - 1)), Math.max(stretches - 1, 0));
    const t = (done - stretch * (frames - 1)) / (frames - 1);
    const a = stops[stretch]!;
    path.set(between(a, stops[stretch + 1] ?? a, t), frame * latent);
  }
  return path;
}
