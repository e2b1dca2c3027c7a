import type { LeftOut } from '../../contract/dataset';

/** A regular file among images; `file` is relative with forward slashes, and a name no other file has. */
export interface FoundFile {
  path: string;
  file: string;
  /** Name of the top-level subfolder it lies in, its class; null for a file that lies in none. */
  className: string | null;
  /** Bytes, and the time of the last change in milliseconds and fractions of one. */
  size: number;
  mtime: number;
}

export interface FoundFiles {
  files: FoundFile[];
  leftOut: LeftOut[];
}

/** What a walk needs to know and to say. */
export interface Walk {
  signal: AbortSignal;
  /** Files found so far. */
  onFound?: (files: number) => void;
}
