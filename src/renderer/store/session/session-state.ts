import type { EpochMap, EpochSamples } from '../../../contract/history';

/** The dialog that is over the window; one at a time. */
export type DialogName = 'export' | 'palette' | 'runs' | 'settings' | 'shortcuts';

/** The maps and reconstructions of earlier epochs, the oldest first, and which epoch is on the screen. */
export interface ReplaySlice {
  maps: readonly EpochMap[];
  samples: readonly EpochSamples[];
  /** An epoch of the run; null for the newest map, which goes on moving while the model learns. */
  shown: number | null;
  playing: boolean;
}

export const noReplay: ReplaySlice = { maps: [], samples: [], shown: null, playing: false };

/** What can be undone and done again, each in a word or two; null for nothing. */
export interface UndoSlice {
  undo: string | null;
  redo: string | null;
}

export const nothingToUndo: UndoSlice = { undo: null, redo: null };

/** How the curves of the losses are drawn. */
export interface ChartSettings {
  /** A logarithmic scale of the losses. */
  log: boolean;
  /** Weight of the past in the running mean of the training losses, 0 to 0.99; 0 draws them as they are. */
  smoothing: number;
}

export const defaultChart: ChartSettings = { log: false, smoothing: 0.6 };

/** Which of the side panels are open. */
export interface OpenPanels {
  leftOpen: boolean;
  rightOpen: boolean;
}

export const bothOpen: OpenPanels = { leftOpen: true, rightOpen: true };
