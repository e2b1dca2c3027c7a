import type { ProjectPlace } from '../../../contract/project';

/** The project that is open; `saved` is what was last saved or opened, as `contentKey` writes it. */
export interface OpenProject extends ProjectPlace {
  edited: boolean;
  saved: string;
  /** What it holds is in the map; otherwise it waits for what could not be had, and must not be saved over. */
  shown: boolean;
}
