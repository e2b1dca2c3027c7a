/** Something that takes a while, and how far it is; `fraction` null when that is not known. */
export interface Progress {
  text: string;
  fraction: number | null;
}
