import type { AtelierBridge } from '../../contract/bridge';
import type { MapScene } from '../scene/map-scene';
import { createAtelierStore, createHoverStore, type AtelierStore, type HoverStore } from './atelier-store';
import { folderQuestions, type FolderQuestions } from './images/folder-preview';
import { meanQuestions, type MeanQuestions } from './map/groups';
import { latentQuestions, type LatentQuestions } from './latent/latent-questions';
import type { PaintOverlay } from './map/map-picture';
import { pathQuestions, type PathQuestions } from './latent/path';
import { decodeQuestions, type DecodeQuestions } from './map/selection';
import { readSettings, type KeyValues } from './session/settings';
import { initialState } from './state';
import { UndoHistory } from './session/undo';

/** What the rest of the window may ask of the 3-D map while one is on the screen. */
export type MapHandle = Pick<
  MapScene,
  | 'fit'
  | 'reset'
  | 'flyTo'
  | 'lookFrom'
  | 'placeAt'
  | 'indexAt'
  | 'indicesInside'
  | 'capture'
  | 'camera'
  | 'onDraw'
>;

export type Bridge = AtelierBridge<File>;

/** One window's state and its way out. Actions are plain functions that take it first. */
export interface Atelier {
  readonly bridge: Bridge;
  readonly store: AtelierStore;
  readonly hover: HoverStore;
  readonly storage: KeyValues;
  /** Set by the map while it is mounted. */
  map: MapHandle | null;
  /** Paint what stands over the map into a picture of it. */
  readonly pictureLayers: Set<PaintOverlay>;
  /** Questions of which only the newest counts. */
  readonly decode: DecodeQuestions;
  readonly path: PathQuestions;
  readonly mean: MeanQuestions;
  readonly latent: LatentQuestions;
  readonly folder: FolderQuestions;
  /** What the user did to the session. */
  readonly undo: UndoHistory;
}

/** Makes a map the one that the rest of the window talks to, or none. */
export function attachMap(atelier: Atelier, map: MapHandle | null): void {
  atelier.map = map;
}

export function createAtelier(bridge: Bridge, storage: KeyValues): Atelier {
  const store = createAtelierStore(initialState(readSettings(storage)));
  return {
    bridge,
    store,
    hover: createHoverStore(),
    storage,
    map: null,
    pictureLayers: new Set(),
    decode: decodeQuestions(bridge, store),
    path: pathQuestions(bridge, store),
    mean: meanQuestions(bridge, store),
    latent: latentQuestions(bridge, store),
    folder: folderQuestions(bridge, store),
    undo: new UndoHistory(store),
  };
}
