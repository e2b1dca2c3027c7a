/** At the ordinary speed. */
const ordinaryMs = 280;

/** Milliseconds from one frame of a path to the next, played at this many times the ordinary speed. */
export function frameMs(speed: number): number {
  return ordinaryMs / speed;
}
