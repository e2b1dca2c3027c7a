import type { DataOptions, DataSource, DatasetSummary } from '../../../contract/dataset';
import type { RoleChoice, TableLook } from '../../../contract/table';
import type { Progress } from '../progress';

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

/** A table whose columns are chosen before it is opened, or for what is open. */
export interface TableDraft {
  path: string;
  look: TableLook;
  /** What the user said so far. */
  choice: RoleChoice;
  /** What this makes of the table is being found out. */
  busy: boolean;
  error: string | null;
}

export interface DataSlice {
  /** What the next run would train on. */
  source: DataSource | null;
  options: DataOptions;
  summary: DatasetSummary | null;
  progress: Progress | null;
  error: string | null;
  preview: FolderPreview | null;
  table: TableDraft | null;
}

export const noData: DataSlice = {
  source: null,
  options: {},
  summary: null,
  progress: null,
  error: null,
  preview: null,
  table: null,
};
