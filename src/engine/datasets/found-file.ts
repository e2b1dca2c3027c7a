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
  /** Of the last change of the file or what is known of it, and its number on the disk: another file of the same name has others. */
  ctime: number;
  inode: number;
  /** The part of the data set it was given to; none where that is to be drawn. */
  part?: 'train' | 'test';
  /** Of a file with several pages that are each an image: which one, counted from 0. */
  page?: number;
}

export interface FoundFiles {
  files: FoundFile[];
  leftOut: LeftOut[];
}

/** What a walk needs to know and to say. */
export interface Walk {
  signal: AbortSignal;
  /** Folders of the system are looked through too, as versions before rule 2 did. */
  withSystem?: boolean;
  /** Files found so far. */
  onFound?: (files: number) => void;
}
