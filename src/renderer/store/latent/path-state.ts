import type { LatentPath, PathMethod } from '../../../contract/space';
import { noStops } from './latent-state';

export interface PathSlice {
  method: PathMethod;
  steps: number;
  /** The images it passes through between its ends. */
  via: readonly number[];
  /** All ways between the stops are asked for, not only `method`. */
  compare: boolean;
  result: LatentPath | null;
  /** `result`, and when they are compared the others. */
  paths: readonly LatentPath[];
  busy: boolean;
  error: string | null;
  frame: number;
  playing: boolean;
}

/** Without a path; how the next one goes and in how many frames is kept. */
export const noPath: Omit<PathSlice, 'method' | 'steps' | 'compare'> = {
  via: noStops,
  result: null,
  paths: [],
  busy: false,
  error: null,
  frame: 0,
  playing: false,
};

export const defaultPath: PathSlice = { method: 'slerp', steps: 16, compare: false, ...noPath };
