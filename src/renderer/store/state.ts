import type { RecentProject } from '../../contract/project';
import type { RunSummary } from '../../contract/run';
import type { EngineStatus } from '../../contract/window-calls';
import { noData, type DataSlice } from './images/data-state';
import { noLatent, type LatentSlice } from './latent/latent-state';
import { defaultPath, type PathSlice } from './latent/path-state';
import { defaultMapView, noGroups, type GroupsSlice, type MapViewSlice } from './map/map-state';
import { noSelection, type SelectionSlice } from './map/selection-state';
import { noSpace, type SpaceSlice } from './map/space-state';
import type { Notice } from './notice';
import type { Progress } from './progress';
import type { OpenProject } from './session/project-state';
import {
  noReplay,
  nothingToUndo,
  type DialogName,
  type ReplaySlice,
  type UndoSlice,
} from './session/session-state';
import type { SettingsSlice } from './session/settings-state';
import { noTraining, type TrainingSlice } from './training/training-state';

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

export function initialState(settings: SettingsSlice): AtelierState {
  return {
    engine: { state: 'starting', message: '', resumable: null },
    runs: [],
    deletedRuns: [],
    project: null,
    recentProjects: [],
    data: noData,
    training: noTraining(),
    space: noSpace,
    replay: noReplay,
    mapView: defaultMapView,
    groups: noGroups,
    selection: noSelection,
    path: defaultPath,
    latent: noLatent,
    notices: [],
    settings,
    undo: nothingToUndo,
    dialog: null,
    opening: null,
    exporting: null,
  };
}
