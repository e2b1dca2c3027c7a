import type { LatentPath, PathMethod } from '../../../contract/space';
import { noStops } from './latent-state';

/** How a path is played. */
export interface Playback {
  /** Times the ordinary speed. */
  speed: (typeof playbackSpeeds)[number];
  /** To the end and back; else from the start again. */
  toAndFro: boolean;
}
export const playbackSpeeds = [0.5, 1, 2, 4] as const;
export const defaultPlayback: Playback = { speed: 1, toAndFro: false };

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
  /** Playing to and fro, it is on its way back. */
  backwards: boolean;
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
  backwards: false,
};

export const defaultPath: PathSlice = { method: 'slerp', steps: 16, compare: false, ...noPath };
