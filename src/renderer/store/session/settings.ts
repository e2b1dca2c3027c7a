import { z } from 'zod';
import { mapConfig } from '../../../contract/space';
import { defaultMapLook, mapLookBounds, type MapLook } from '../../scene/map-look';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { defaultPlayback, playbackSpeeds, type Playback } from '../latent/path-state';
import { defaultLayout, isColourBy, type ColourBy } from '../map/map-state';
import { reporting } from '../notices';
import { bothOpen, type ChartSettings, type OpenPanels } from './session-state';
import { defaultSettings, type SettingsSlice, type Theme } from './settings-state';

/** The part of `localStorage` that is used, so that tests can give a `Map`. */
export interface KeyValues {
  getItem: (key: string) => string | null;
  setItem: (key: string, value: string) => void;
}

const KEY = 'latent-atelier-settings';

const stored = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch(defaultSettings.theme),
  motion: z.enum(['system', 'reduced']).catch(defaultSettings.motion),
  trainingPace: z.enum(['gives-way', 'full']).catch(defaultSettings.trainingPace),
  epochHistory: z.enum(['kept', 'off']).catch(defaultSettings.epochHistory),
  colourBy: z.custom<ColourBy>(isColourBy).catch(defaultSettings.colourBy),
  look: z
    .object({
      size: z.number().min(mapLookBounds.size[0]).max(mapLookBounds.size[1]),
      opacity: z.number().min(mapLookBounds.opacity[0]).max(mapLookBounds.opacity[1]),
      thumbnails: z.enum(['auto', 'on', 'off']),
      grid: z.boolean(),
      ground: z.boolean(),
    })
    .catch(defaultMapLook),
  layout: mapConfig.omit({ continueFromLast: true }).catch(defaultLayout),
  left: z.number().min(240).max(640).catch(defaultSettings.left),
  right: z.number().min(240).max(640).catch(defaultSettings.right),
  leftOpen: z.boolean().catch(true),
  rightOpen: z.boolean().catch(true),
  playback: z.object({ speed: z.literal(playbackSpeeds), toAndFro: z.boolean() }).catch(defaultPlayback),
  folded: z.object({ leftOpen: z.boolean(), rightOpen: z.boolean() }).nullable().catch(null),
  chart: z.object({ log: z.boolean(), smoothing: z.number().min(0).max(0.99) }).catch(defaultSettings.chart),
  lastRun: z.string().nullable().catch(null),
  lastProject: z.string().nullable().catch(null),
});

/** The settings of the last session; what cannot be read falls back to the defaults. */
export function readSettings(storage: KeyValues): SettingsSlice {
  const text = storage.getItem(KEY);
  if (text === null) return defaultSettings;
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    // Settings of another version or a spoilt profile: the defaults are as good as any.
    return defaultSettings;
  }
}

export function setSettings(atelier: Atelier, fields: Partial<SettingsSlice>): void {
  change(atelier.store, 'settings', fields);
  atelier.storage.setItem(KEY, JSON.stringify(atelier.store.getState().settings));
}

/** What was dimmed belongs to the former column's classes or values. */
export function setColourBy(atelier: Atelier, colourBy: ColourBy): void {
  if (colourBy === atelier.store.getState().settings.colourBy) return;
  change(atelier.store, 'mapView', { dimmed: new Set(), range: null });
  setSettings(atelier, { colourBy });
}

/** The theme on the screen: the user's choice, or the system's. */
export function shownTheme(theme: Theme, systemIsDark: boolean): 'light' | 'dark' {
  if (theme === 'system') return systemIsDark ? 'dark' : 'light';
  return theme;
}

/** Puts on a theme; the system's dialogs and menus follow it. */
export function setTheme(atelier: Atelier, theme: Theme): void {
  setSettings(atelier, { theme });
  void reporting(atelier.store, async () => {
    await atelier.bridge.windowSetTheme({ theme });
  });
}

/** From light to dark and back. */
export function toggleTheme(atelier: Atelier, systemIsDark: boolean): void {
  const shown = shownTheme(atelier.store.getState().settings.theme, systemIsDark);
  setTheme(atelier, shown === 'dark' ? 'light' : 'dark');
}

/** Opens a side panel or takes it away, so that the map has the room. */
export function togglePanel(atelier: Atelier, panel: keyof OpenPanels): void {
  setSettings(atelier, { [panel]: !atelier.store.getState().settings[panel] });
}

/** Folds the side panels away so that the map has all the room; once none is open, opens those that were. */
export function togglePanels(atelier: Atelier): void {
  const { leftOpen, rightOpen, folded } = atelier.store.getState().settings;
  if (leftOpen || rightOpen)
    setSettings(atelier, { leftOpen: false, rightOpen: false, folded: { leftOpen, rightOpen } });
  else setSettings(atelier, { ...(folded ?? bothOpen), folded: null });
}

/** The panels as they were at the first start. */
export function resetPanels(atelier: Atelier): void {
  const { left, right, leftOpen, rightOpen } = defaultSettings;
  setSettings(atelier, { left, right, leftOpen, rightOpen });
}

export function setLook(atelier: Atelier, fields: Partial<MapLook>): void {
  setSettings(atelier, { look: { ...atelier.store.getState().settings.look, ...fields } });
}

export function setPlayback(atelier: Atelier, fields: Partial<Playback>): void {
  setSettings(atelier, { playback: { ...atelier.store.getState().settings.playback, ...fields } });
}

export function setChart(atelier: Atelier, fields: Partial<ChartSettings>): void {
  setSettings(atelier, { chart: { ...atelier.store.getState().settings.chart, ...fields } });
}
