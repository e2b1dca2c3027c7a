import { RULES, type DataOptions, type DataSource, type DatasetSummary } from '../../../contract/dataset';
import { pixelsOfRun } from '../../../contract/prepared-as';
import type { PickedItem } from '../../../contract/window-calls';
import { addImages } from './add-images';
import { forTheMap } from './as-the-run';
import type { Atelier, Bridge } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import { areVectors, openVectors } from './open-vectors';
import { importWeights } from './import-weights';
import { keepWhole, withKnown } from './known-summaries';
import { Latest } from '../latest';
import { reporting, say, sentenceOf } from '../notices';
import { openProject } from '../session/project';
import { openRun } from '../training/runs';
import { setColourBy } from '../session/settings';
import type { FolderPreview } from './data-state';
import type { RunAtHand } from '../training/training-state';
import { mapImages } from '../map/space';
import { draftLatent } from '../training/training-draft';

interface FolderQuestion {
  source: DataSource;
  options: DataOptions;
  latent: number;
  /** A first look comes before the reading of every file. */
  whole: boolean;
}
export type FolderQuestions = Latest<FolderQuestion, DatasetSummary>;

export function folderQuestions(bridge: Bridge, store: AtelierStore): FolderQuestions {
  const questions = new Latest<FolderQuestion, DatasetSummary>(
    ({ whole, ...question }) => (whole ? bridge.dataDescribe(question) : bridge.dataLook(question)),
    (summary, question) => {
      const { preview, source } = store.getState().data;
      if (preview !== null) {
        if (question.whole) keepWhole(store, question, summary);
        const isOver = question.whole || summary.unusable !== undefined;
        const progress = isOver ? null : { text: 'Reading every image', fraction: 0 };
        changePreview(store, {
          summary: isOver ? summary : withKnown(store, question, summary),
          progress,
          error: summary.unusable ?? null,
        });
        if (!isOver) questions.put({ ...question, whole: true });
      } else if (source === question.source) change(store, 'data', { summary });
    },
    (error) => changePreview(store, { progress: null, error: sentenceOf(error) }),
  );
  return questions;
}

function changePreview(store: AtelierStore, fields: Partial<FolderPreview>): void {
  const { preview } = store.getState().data;
  if (preview !== null) change(store, 'data', { preview: { ...preview, ...fields } });
}

/** Lets the user choose folders of images, or image files, and looks into them. */
export async function chooseImages(
  atelier: Atelier,
  what: 'folders' | 'files' | 'vectors' | 'weights' = 'folders',
): Promise<void> {
  await reporting(atelier.store, async () => {
    const { items } = await atelier.bridge.dialogChooseImages({ what });
    await openItems(atelier, items);
  });
}

/** Looks into what was dropped on the window: images, or a run. */
export async function dropFiles(atelier: Atelier, files: readonly File[]): Promise<void> {
  await reporting(atelier.store, async () => {
    const { items } = await atelier.bridge.filesDropped(files);
    await openItems(atelier, items);
  });
}

async function openItems(atelier: Atelier, items: readonly PickedItem[]): Promise<void> {
  const [first, ...others] = items;
  if (first === undefined) return;
  if (others.length === 0 && first.kind === 'project') {
    await openProject(atelier, first.path);
    return;
  }
  if (areVectors(items)) {
    await openVectors(atelier, items);
    return;
  }
  if (others.length === 0 && first.kind === 'weights') {
    await importWeights(atelier, first.path);
    return;
  }
  if (others.length === 0 && first.kind === 'run') {
    await openRun(atelier, first.path);
    return;
  }
  openPreview(
    atelier,
    others.length === 0 && first.kind === 'folder'
      ? { kind: 'folder', path: first.path }
      : { kind: 'images', paths: items.map(({ path }) => path) },
  );
}

/** Looks into images; `note` says why they came into question. */
export function openPreview(atelier: Atelier, source: DataSource, note?: string): void {
  // One dialog at a time: a drop may come while the palette or the settings are open.
  atelier.store.setState({ dialog: null });
  change(atelier.store, 'data', {
    preview: {
      source,
      // A project that keeps them is read by the same rules again.
      options: { rules: RULES },
      summary: null,
      progress: null,
      error: null,
      ...(note === undefined ? {} : { note }),
    },
  });
  setPreviewOptions(atelier, {});
}

/** Changes how the images would be read and looks again; a reading under way is ended. */
export function setPreviewOptions(atelier: Atelier, options: DataOptions): void {
  const { preview } = atelier.store.getState().data;
  if (preview === null) return;
  const isUnderWay = preview.progress !== null;
  const merged = { ...preview.options, ...options };
  changePreview(atelier.store, {
    options: merged,
    progress: { text: 'Looking at the images', fraction: null },
    error: null,
  });
  const latent = draftLatent(atelier.store.getState().training.draft);
  atelier.folder.put({ source: preview.source, options: merged, latent, whole: false });
  if (isUnderWay) void endReading(atelier);
}

async function endReading({ store, bridge }: Atelier): Promise<void> {
  await reporting(store, async () => {
    await bridge.dataCancel({});
  });
}

/** Closes the preview; what is being read for it is ended. */
export function closePreview(atelier: Atelier): void {
  const { preview } = atelier.store.getState().data;
  atelier.folder.forget();
  change(atelier.store, 'data', { preview: null });
  if (preview?.progress != null) void endReading(atelier);
}

/**
 * Makes the previewed images what the next run trains on, and shows the settings of that run. Their reading goes on
 * meanwhile, and the run waits for its end.
 */
export function trainOnPreview(atelier: Atelier): void {
  const { preview } = atelier.store.getState().data;
  if (preview?.summary == null) return;
  const { source, options, summary } = preview;
  change(atelier.store, 'data', { source, options, summary, error: null, preview: null });
  change(atelier.store, 'training', { setUp: true });
}

/** Why the previewed images cannot be encoded yet; null when they can. */
export function whyNotEncode(preview: FolderPreview, run: RunAtHand | null): string | null {
  if (run === null) return 'Train a model or open a run first; then these images can be placed in its map.';
  return preview.summary === null ? 'The images are still being looked at.' : null;
}

/** Shows the previewed images as the model's own were read. */
export function readAsTheRun(atelier: Atelier): void {
  const { run } = atelier.store.getState().training;
  if (run !== null) setPreviewOptions(atelier, pixelsOfRun(run));
}

/** Encodes the previewed images with the open model and makes a map of them alone. */
export async function encodePreview(atelier: Atelier): Promise<void> {
  const { data, training } = atelier.store.getState();
  const { preview } = data;
  const { run } = training;
  if (preview?.summary == null || run === null || whyNotEncode(preview, run) !== null) return;
  const { source, summary } = preview;
  const options = forTheMap(preview, run);
  change(atelier.store, 'data', { preview: null });
  await mapImages(atelier, { title: summary.name, split: 'all', source, options });
}

/** Encodes the previewed images with the open model and adds them to the map that there is, in a colour of theirs. */
export async function addPreview(atelier: Atelier): Promise<void> {
  const { store } = atelier;
  const { data, training, space } = store.getState();
  const { preview } = data;
  const { run } = training;
  if (preview?.summary == null || run === null || whyNotEncode(preview, run) !== null) return;
  if (space.embedding === null) return encodePreview(atelier);
  const { source, summary } = preview;
  const options = forTheMap(preview, run);
  change(store, 'data', { preview: null });
  try {
    const added = await addImages(atelier, { title: summary.name, source, options });
    if (added === null) return;
    setColourBy(atelier, 'column:set');
    const count = added.n.toLocaleString('en-US');
    say(store, 'success', `${count} images of ${summary.name} were added to the map.`);
  } catch (error) {
    say(store, 'error', sentenceOf(error));
  }
}
