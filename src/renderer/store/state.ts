import type { DataOptions, DataSource, DatasetSummary } from '../../contract/dataset';
import type { AddedImages, ProjectPlace, RecentProject, VectorsFile } from '../../contract/project';
import type { RunSummary } from '../../contract/run';
import type {
  DecodedImages,
  Embedding,
  LatentMap,
  LatentPath,
  PathMethod,
  Split,
} from '../../contract/space';
import type {
  EpochMetrics,
  BestEpoch,
  CheckpointChoice,
  TrainingAlarm,
  TrainingConfig,
  TrainingEnd,
  TrainingProgress,
  TrainingSamples,
} from '../../contract/training';
import type { EngineStatus } from '../../contract/window-calls';
import type { MissingImages } from './images/missing-images';
import { noLatent, noStops, type LatentSlice } from './latent/latent-state';
import { LossCurve } from './training/loss-curve';
import {
  defaultLayout,
  defaultMapView,
  noGroups,
  type ColourBy,
  type GroupsSlice,
  type LayoutSettings,
  type MapViewSlice,
} from './map/map-state';
import {
  bothOpen,
  defaultChart,
  noReplay,
  nothingToUndo,
  type ChartSettings,
  type DialogName,
  type OpenPanels,
  type ReplaySlice,
  type UndoSlice,
} from './session/session-state';
import { defaultDraft, type TrainingDraft } from './training/training-draft';
import type { TrainingPhase } from './training/training-phase';

/** Something that takes a while, and how far it is; `fraction` null when that is not known. */
export interface Progress {
  text: string;
  fraction: number | null;
}

/** Images that were dropped or chosen, before anything is done with them. */
export interface FolderPreview {
  source: DataSource;
  options: DataOptions;
  summary: DatasetSummary | null;
  progress: Progress | null;
  error: string | null;
  /** Why these came into question, in a sentence. */
  note?: string;
}

export interface DataSlice {
  /** What the next run would train on. */
  source: DataSource | null;
  options: DataOptions;
  summary: DatasetSummary | null;
  progress: Progress | null;
  error: string | null;
  preview: FolderPreview | null;
}

/** The run whose model is the one at hand. */
export interface RunAtHand {
  runFolder: string;
  name: string;
  dataName: string;
  source: DataSource;
  options: DataOptions;
  config: TrainingConfig;
  network: { side: number; channels: 1 | 3; latent: number; parameterCount: number };
  step: number;
  steps: number;
  /** It has trained all its epochs, or was stopped early: it can be prolonged, and not just resumed. */
  finished: boolean;
  /** It came with the app, and is not trained further. */
  shipped: boolean;
  /** The epoch whose checkpoint is kept as the best. */
  best: BestEpoch | null;
  /** Whose weights are at hand. */
  checkpoint: CheckpointChoice;
}

export interface TrainingSlice {
  draft: TrainingDraft;
  /** The form is in front, not the run. */
  setUp: boolean;
  phase: TrainingPhase;
  starting: Progress | null;
  /** The user has called off the run that is being set up. */
  cancelled: boolean;
  run: RunAtHand | null;
  progress: TrainingProgress | null;
  epochs: readonly EpochMetrics[];
  curve: LossCurve;
  samples: TrainingSamples | null;
  end: TrainingEnd | null;
  /** What is wrong with the run, or was until just now: one of a kind. */
  alarms: readonly TrainingAlarm[];
  /** Start again, with the settings of the form, when the run at hand has stopped. */
  startAgain: boolean;
}

/** Which images the map shows, and under which name. */
export interface SpaceRequest {
  title: string;
  split: Split;
  source?: DataSource;
  options?: DataOptions;
  /** Where others were added to the first images: which are the first, and which the others. */
  joined?: { first: SpaceRequest; added: readonly AddedImages[] };
  /** Vectors from elsewhere, of which no model at hand made an image. */
  vectors?: VectorsFile;
}

/** The project that is open; `saved` is what was last saved or opened, as `contentKey` writes it. */
export interface OpenProject extends ProjectPlace {
  edited: boolean;
  saved: string;
  /** What it holds is in the map; otherwise it waits for what could not be had, and must not be saved over. */
  shown: boolean;
}

/** Bulk arrays are held by reference and never copied; `positions` `[n, dims]` belong to `embedding`. */
export interface SpaceSlice {
  request: SpaceRequest | null;
  embedding: Embedding | null;
  positions: Float32Array | null;
  dims: 2 | 3;
  map: LatentMap | null;
  /** Points that have a thumbnail; null while nothing is drawn. Graphics memory may hold fewer than there are. */
  thumbnails: number | null;
  /** The training step whose weights made the map at hand or on its way; null when that is not known. */
  step: number | null;
  /** Data sets that belong in the map and cannot be had. */
  missing: readonly MissingImages[];
  progress: Progress | null;
  error: string | null;
}

export type SelectionEnd = 'a' | 'b';

/** Indices into the embedding; `decoded` is the reconstruction of the one in focus. */
export interface SelectionSlice {
  a: number | null;
  b: number | null;
  focus: SelectionEnd;
  decoded: { index: number; images: DecodedImages } | null;
  error: string | null;
}

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

export type NoticeKind = 'info' | 'success' | 'error';
/** A way on that a notice offers, such as undoing what it tells of. */
export interface NoticeAction {
  label: string;
  run: () => void;
}
export interface Notice {
  id: number;
  kind: NoticeKind;
  text: string;
  action?: NoticeAction;
}

export type Theme = 'system' | 'light' | 'dark';
/** Less motion always, or when the system asks for it. */
export type Motion = 'system' | 'reduced';

export interface SettingsSlice extends OpenPanels {
  theme: Theme;
  motion: Motion;
  colourBy: ColourBy;
  /** How the next map is laid out. */
  layout: LayoutSettings;
  /** Widths of the side panels in CSS pixels at the base type size. */
  left: number;
  right: number;
  chart: ChartSettings;
  /** Reopened at the next start. */
  lastRun: string | null;
  /** The file of the open project, which is reopened in place of the run. */
  lastProject: string | null;
}

export interface AtelierState {
  engine: EngineStatus;
  runs: readonly RunSummary[];
  /** Those that can be taken back. */
  deletedRuns: readonly RunSummary[];
  project: OpenProject | null;
  recentProjects: readonly RecentProject[];
  data: DataSlice;
  training: TrainingSlice;
  space: SpaceSlice;
  replay: ReplaySlice;
  mapView: MapViewSlice;
  groups: GroupsSlice;
  selection: SelectionSlice;
  path: PathSlice;
  latent: LatentSlice;
  notices: readonly Notice[];
  settings: SettingsSlice;
  undo: UndoSlice;
  dialog: DialogName | null;
  /** A run is being opened, by this name. */
  opening: string | null;
  /** What is being written; null while nothing is, and until the user has said where to. */
  exporting: Progress | null;
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

export const noSelection: SelectionSlice = { a: null, b: null, focus: 'a', decoded: null, error: null };

export const defaultSettings: SettingsSlice = {
  theme: 'system',
  motion: 'system',
  colourBy: 'label',
  layout: defaultLayout,
  left: 332,
  right: 336,
  ...bothOpen,
  chart: defaultChart,
  lastRun: null,
  lastProject: null,
};

/** Of a run that has told nothing yet. */
export function nothingToldYet(): Pick<
  TrainingSlice,
  'run' | 'progress' | 'epochs' | 'curve' | 'samples' | 'end' | 'alarms' | 'startAgain'
> {
  return {
    run: null,
    progress: null,
    epochs: [],
    curve: new LossCurve(),
    samples: null,
    end: null,
    alarms: [],
    startAgain: false,
  };
}

export function initialState(settings: SettingsSlice): AtelierState {
  return {
    engine: { state: 'starting', message: '', resumable: null },
    runs: [],
    deletedRuns: [],
    project: null,
    recentProjects: [],
    data: { source: null, options: {}, summary: null, progress: null, error: null, preview: null },
    training: {
      draft: defaultDraft(),
      setUp: true,
      phase: 'idle',
      starting: null,
      cancelled: false,
      ...nothingToldYet(),
    },
    space: {
      request: null,
      embedding: null,
      positions: null,
      dims: 3,
      map: null,
      thumbnails: null,
      step: null,
      missing: [],
      progress: null,
      error: null,
    },
    replay: noReplay,
    mapView: defaultMapView,
    groups: noGroups,
    selection: noSelection,
    path: {
      method: 'slerp',
      steps: 16,
      compare: false,
      ...noPath,
    },
    latent: noLatent,
    notices: [],
    settings,
    undo: nothingToUndo,
    dialog: null,
    opening: null,
    exporting: null,
  };
}
