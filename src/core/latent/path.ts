import { checkSameLength, lerp } from './lerp';
import { slerp } from './slerp';

/**
 * `frames` points on the straight way through all `stops` (each `[latent]`), as `[frames, latent]`. Every stretch
 * between two stops gets the same time, to the nearest frame, so that each stop has a frame of its own (`stopFrames`)
 * and is it exactly. Throws RangeError for no stop, stops of different lengths, fewer frames than stops or than 2.
 */
export function straightPath(stops: readonly Float32Array[], frames: number): Float32Array<ArrayBuffer> {
  return pathThrough(stops, frames, lerp);
}

/** As `straightPath`, each stretch a `slerp`. */
export function sphericalPath(stops: readonly Float32Array[], frames: number): Float32Array<ArrayBuffer> {
  return pathThrough(stops, frames, slerp);
}

/** The frame of each of a path's stops, the first 0 and the last `frames - 1`. Throws RangeError when there are too few. */
export function stopFrames(stops: number, frames: number): number[] {
  checkFrames(frames);
  if (stops < 1) throw new RangeError('A path needs one stop or more.');
  if (frames < stops) throw new RangeError(`A path of ${frames} frames cannot hold ${stops} stops.`);
  return Array.from({ length: stops }, (_, i) =>
    stops === 1 ? 0 : Math.round((i * (frames - 1)) / (stops - 1)),
  );
}

/** Which stretch a frame lies on, counted from 0, and how far along it, 0 to 1. */
export function placeOnPath(stopsAt: readonly number[], frame: number): { stretch: number; t: number } {
  const last = Math.max(0, stopsAt.length - 2);
  const next = stopsAt.findIndex((at) => at > frame);
  const stretch = next < 0 ? last : Math.min(last, next - 1);
  const start = stopsAt[stretch]!;
  const length = (stopsAt[stretch + 1] ?? start) - start;
  return { stretch, t: length === 0 ? 0 : (frame - start) / length };
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
): Float32Array<ArrayBuffer> {
  const stopsAt = stopFrames(stops.length, frames);
  const first = stops[0]!;
  for (const stop of stops) checkSameLength(first, stop);
  const latent = first.length;
  const path = new Float32Array(frames * latent);
  for (let frame = 0; frame < frames; frame++) {
    const { stretch, t } = placeOnPath(stopsAt, frame);
    const a = stops[stretch]!;
    path.set(between(a, stops[stretch + 1] ?? a, t), frame * latent);
  }
  return path;
}
