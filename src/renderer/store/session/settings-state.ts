import { defaultMapLook, type MapLook } from '../../scene/map-look';
import { defaultPlayback, type Playback } from '../latent/path-state';
import { defaultLayout, type ColourBy, type LayoutSettings } from '../map/map-state';
import { bothOpen, defaultChart, type ChartSettings, type OpenPanels } from './session-state';

export type Theme = 'system' | 'light' | 'dark';
/** Less motion always, or when the system asks for it. */
export type Motion = 'system' | 'reduced';

/** How training shares the processor with the window while the user is busy there. */
export type TrainingPace = 'gives-way' | 'full';

/** Whether a run keeps the maps and reconstructions of its epochs on the disk. */
export type EpochHistory = 'kept' | 'off';

export interface SettingsSlice extends OpenPanels {
  theme: Theme;
  motion: Motion;
  trainingPace: TrainingPace;
  epochHistory: EpochHistory;
  colourBy: ColourBy;
  /** How points and ground of the map are drawn. */
  look: MapLook;
  /** How the next map is laid out. */
  layout: LayoutSettings;
  /** Widths of the side panels in CSS pixels at the base type size. */
  left: number;
  right: number;
  /** The panels that were open before they were folded away together. */
  folded: OpenPanels | null;
  playback: Playback;
  chart: ChartSettings;
  /** Reopened at the next start. */
  lastRun: string | null;
  /** The file of the open project, which is reopened in place of the run. */
  lastProject: string | null;
}

export const defaultSettings: SettingsSlice = {
  theme: 'system',
  motion: 'system',
  trainingPace: 'gives-way',
  epochHistory: 'kept',
  colourBy: 'label',
  look: defaultMapLook,
  layout: defaultLayout,
  left: 332,
  right: 336,
  ...bothOpen,
  folded: null,
  playback: defaultPlayback,
  chart: defaultChart,
  lastRun: null,
  lastProject: null,
};
