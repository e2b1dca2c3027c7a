import type { Embedding, LatentMap, MapConfig, MapProgress } from '../../../contract/space';
import type { Atelier } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import { defaultMapView, noGroups } from './map-state';
import { say, sentenceOf } from '../notices';
import { clearPath, refreshPath } from '../latent/path';
import { decodeFocused } from './selection';
import { noSelection } from './selection-state';
import { withTables } from '../images/added-tables';
import type { SpaceRequest } from './space-state';

/** Numbers the requests for a map: one that is no longer the newest must not draw or complain. */
const newest = new WeakMap<AtelierStore, number>();

/**
 * Encodes images with the model at hand and lays them out. Of the same images the map moves on from where it stands;
 * other images start a new one. A newer request ends an older one. `step` is that of the weights, where it is known.
 */
export async function mapImages(
  atelier: Atelier,
  request: SpaceRequest,
  step: number | null = null,
): Promise<void> {
  if (await encodeImages(atelier, request, step)) await layOut(atelier, { fromLast: true });
}

/**
 * Encodes images with the model at hand, and answers whether they are the ones to go on with. Of a run's own test set
 * that is missing or has changed, what the run keeps of it is taken.
 */
export async function encodeImages(
  atelier: Atelier,
  request: SpaceRequest,
  step: number | null = null,
): Promise<boolean> {
  const { store } = atelier;
  const isNewest = begin(store);

  const before = store.getState().space;
  const sameImages = before.request !== null && isSame(before.request, request);
  if (!sameImages) forgetImages(atelier);
  change(store, 'space', {
    request,
    step,
    error: null,
    progress: { text: 'Encoding the images', fraction: null },
  });
  try {
    const tables = request.tables ?? (sameImages ? before.request?.tables : undefined);
    const found = await embeddingOf(atelier, request);
    if (!isNewest()) return false;
    const { embedding, kept } = await withTables(atelier, found, tables);
    if (!isNewest()) return false;
    if (kept !== undefined) change(store, 'space', { request: { ...request, tables: kept } });
    const fits = before.embedding?.n === embedding.n && sameImages;
    if (!fits) forgetImages(atelier);
    change(store, 'space', { embedding, progress: { text: 'Finding neighbours', fraction: 0 } });
    decodeFocused(atelier);
    refreshPath(atelier);
    return true;
  } catch (error) {
    if (isNewest()) tellFailure(store, error);
    return false;
  }
}

async function embeddingOf(
  { bridge }: Atelier,
  { split, source, options, vectors }: SpaceRequest,
): Promise<Embedding> {
  if (vectors !== undefined) return (await bridge.spaceImport(vectors)).embedding;
  return bridge.spaceEncode({
    split,
    ...(source === undefined ? { orKept: true } : { source }),
    ...(options === undefined ? {} : { options }),
  });
}

/** Puts a map of the encoded images back that was made before, with the settings it was made with. */
export async function restoreMap(
  atelier: Atelier,
  map: LatentMap,
  layout: Omit<MapConfig, 'continueFromLast'>,
): Promise<void> {
  const { bridge, store } = atelier;
  const isNewest = begin(store);
  try {
    const restored = await bridge.spaceRestoreMap({ map, config: layout });
    if (!isNewest()) return;
    const { positions, dims } = restored;
    change(store, 'space', { map: restored, positions, dims, progress: null });
    refreshPath(atelier);
  } catch (error) {
    if (isNewest()) tellFailure(store, error);
  }
}

/**
 * Lays out the encoded images with the settings as they are; `fromLast` lets a map of the same kind move on from
 * where it stands. A newer request ends an older one.
 */
export async function layOut(atelier: Atelier, { fromLast }: { fromLast: boolean }): Promise<void> {
  const { bridge, store } = atelier;
  const { embedding, map: before } = store.getState().space;
  if (embedding === null) return;
  const isNewest = begin(store);
  const { layout } = store.getState().settings;
  const continueFromLast = fromLast && before?.method === layout.method && before.dims === layout.dims;
  change(store, 'space', { error: null, progress: { text: 'Finding neighbours', fraction: 0 } });
  try {
    const map = await bridge.spaceMap({ ...layout, continueFromLast });
    if (!isNewest()) return;
    if (map.dims !== before?.dims) change(store, 'mapView', { marker: null });
    // What is missing had its places in another map.
    const missing = store.getState().space.missing.map((each) => ({ ...each, places: null }));
    change(store, 'space', { map, missing, positions: map.positions, dims: map.dims, progress: null });
    // Before the first map a path has no positions to draw.
    refreshPath(atelier);
  } catch (error) {
    if (isNewest()) tellFailure(store, error);
  }
}

/** Makes a request the newest; the function tells whether it still is. */
function begin(store: AtelierStore): () => boolean {
  const number = (newest.get(store) ?? 0) + 1;
  newest.set(store, number);
  return () => newest.get(store) === number;
}

function tellFailure(store: AtelierStore, error: unknown): void {
  const engineIsDown = ['restarting', 'failed'].includes(store.getState().engine.state);
  showLastMap(store);
  change(store, 'space', { step: null, error: engineIsDown ? null : sentenceOf(error) });
  const hasMap = store.getState().space.positions !== null;
  if (hasMap && !engineIsDown) say(store, 'error', sentenceOf(error));
}

/** Ends what the map is waiting for; the last finished one, if it belongs to these images, is on the screen again. */
export function showLastMap(store: AtelierStore): void {
  begin(store);
  const { embedding, map } = store.getState().space;
  const last = map !== null && map.n === embedding?.n ? map : null;
  change(store, 'space', {
    positions: last?.positions ?? null,
    ...(last === null ? {} : { dims: last.dims }),
    progress: null,
  });
}

/** What is in the map is the run's own test set, which follows the run's weights. */
export function isOwnTestSet({ source, vectors }: SpaceRequest): boolean {
  return source === undefined && vectors === undefined;
}

export function testSetOf(dataName: string): SpaceRequest {
  return { title: `Test set of ${dataName}`, split: 'test' };
}

/** A map is being made. */
export function isMapping(atelier: Atelier): boolean {
  return atelier.store.getState().space.progress !== null;
}

/** Takes the encoded images off the screen: they belong to another model or other data. */
export function forgetImages(atelier: Atelier): void {
  change(atelier.store, 'space', {
    embedding: null,
    positions: null,
    map: null,
    thumbnails: null,
    missing: [],
    error: null,
  });
  const { tool, clusterNames } = atelier.store.getState().mapView;
  change(atelier.store, 'mapView', { ...defaultMapView, tool, clusterNames });
  change(atelier.store, 'groups', noGroups);
  atelier.mean.forget();
  change(atelier.store, 'selection', noSelection);
  atelier.hover.setState({ hover: null });
  atelier.decode.forget();
  clearPath(atelier);
}

/** Ends what the map is waiting for, with no new one: the engine has gone, or its model has changed. */
export function abandonMapping(store: AtelierStore): void {
  begin(store);
  change(store, 'space', { step: null, progress: null });
}

const stageTexts: Record<MapProgress['stage'], string> = {
  neighbours: 'Finding neighbours',
  graph: 'Weighing the graph',
  layout: 'Laying out',
  quality: 'Measuring the map',
};

/** Hears how far the layout is; positions are shown as they come, so that the map forms before one's eyes. */
export function hearMapProgress(store: AtelierStore, { stage, fraction, positions }: MapProgress): void {
  const { space } = store.getState();
  if (space.progress === null || space.embedding === null) return;
  const progress = { text: stageTexts[stage], fraction };
  const { n } = space.embedding;
  if (positions !== null && (positions.length === n * 2 || positions.length === n * 3)) {
    change(store, 'space', { progress, positions, dims: positions.length === n * 2 ? 2 : 3 });
  } else change(store, 'space', { progress });
}

function isSame(one: SpaceRequest, other: SpaceRequest): boolean {
  return (
    one.split === other.split &&
    JSON.stringify(one.source) === JSON.stringify(other.source) &&
    JSON.stringify(one.options) === JSON.stringify(other.options) &&
    one.vectors?.fingerprint === other.vectors?.fingerprint
  );
}
