import type { DataOptions, DatasetSummary } from '../../contract/dataset';
import type { Atelier, Bridge } from './atelier';
import { change, type AtelierStore } from './atelier-store';
import { Latest } from './latest';
import { reporting, sentenceOf } from './notices';
import type { FolderPreview, RunAtHand } from './state';
import { mapImages } from './space';
import { draftLatent } from './training-draft';

interface FolderQuestion {
  path: string;
  options: DataOptions;
  latent: number;
}
export type FolderQuestions = Latest<FolderQuestion, DatasetSummary>;

export function folderQuestions(bridge: Bridge, store: AtelierStore): FolderQuestions {
  return new Latest<FolderQuestion, DatasetSummary>(
    ({ path, options, latent }) => bridge.dataDescribe({ source: { kind: 'folder', path }, options, latent }),
    (summary) => changePreview(store, { summary, progress: null, error: null }),
    (error) => changePreview(store, { progress: null, error: sentenceOf(error) }),
  );
}

function changePreview(store: AtelierStore, fields: Partial<FolderPreview>): void {
  const { preview } = store.getState().data;
  if (preview !== null) change(store, 'data', { preview: { ...preview, ...fields } });
}

/** Lets the user choose a folder and looks into it. */
export async function chooseImages(atelier: Atelier): Promise<void> {
  await reporting(atelier.store, async () => {
    const { path } = await atelier.bridge.dialogChooseImages({});
    if (path !== null) openPreview(atelier, path);
  });
}

/** Looks into a folder that was dropped on the window. */
export async function dropFolder(atelier: Atelier, file: File): Promise<void> {
  await reporting(atelier.store, async () => {
    const { path } = await atelier.bridge.folderDropped(file);
    openPreview(atelier, path);
  });
}

export function openPreview(atelier: Atelier, path: string): void {
  change(atelier.store, 'data', {
    preview: { path, options: {}, summary: null, progress: null, error: null },
  });
  setPreviewOptions(atelier, {});
}

/** Changes how the folder would be read and looks again. */
export function setPreviewOptions(atelier: Atelier, options: DataOptions): void {
  const { preview } = atelier.store.getState().data;
  if (preview === null) return;
  const merged = { ...preview.options, ...options };
  changePreview(atelier.store, {
    options: merged,
    progress: { text: 'Looking at the folder', fraction: null },
    error: null,
  });
  const latent = draftLatent(atelier.store.getState().training.draft);
  atelier.folder.put({ path: preview.path, options: merged, latent });
}

export function closePreview(atelier: Atelier): void {
  atelier.folder.forget();
  change(atelier.store, 'data', { preview: null });
}

/** Makes the previewed folder what the next run trains on, and shows the settings of that run. */
export function trainOnPreview(atelier: Atelier): void {
  const { preview } = atelier.store.getState().data;
  if (preview?.summary == null) return;
  const { path, options, summary } = preview;
  change(atelier.store, 'data', {
    source: { kind: 'folder', path },
    options,
    summary,
    error: null,
  });
  change(atelier.store, 'training', { setUp: true });
  closePreview(atelier);
}

/** Why the model at hand cannot encode the previewed images; null when it can. */
export function whyNotEncode(preview: FolderPreview, run: RunAtHand | null): string | null {
  if (run === null) return 'Train a model or open a run first; then these images can be placed in its map.';
  if (preview.summary === null) return 'The folder is still being looked at.';
  const { side, channels } = run.network;
  if (preview.summary.side === side && preview.summary.channels === channels) return null;
  return `The model at hand takes ${shapeOf(side, channels)}; these would be read as ${shapeOf(
    preview.summary.side,
    preview.summary.channels,
  )}.`;
}

export function shapeOf(side: number, channels: 1 | 3): string {
  return `${side} × ${side} ${channels === 1 ? 'grey' : 'colour'}`;
}

/** Encodes the previewed images with the model at hand and shows them in the map. */
export async function encodePreview(atelier: Atelier): Promise<void> {
  const { data, training } = atelier.store.getState();
  const { preview } = data;
  if (preview?.summary == null || whyNotEncode(preview, training.run) !== null) return;
  const { path, options, summary } = preview;
  closePreview(atelier);
  await mapImages(atelier, {
    title: summary.name,
    split: 'all',
    source: { kind: 'folder', path },
    options,
  });
}
