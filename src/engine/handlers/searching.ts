import { throttled, type EngineState } from './state';

/** What is done sooner than this is not told, in milliseconds. */
const TOLD_AFTER_MS = 300;

/** What a search minds: it throws the signal's reason and gives way between two pieces. */
export interface SearchOptions {
  signal: AbortSignal;
  giveWay: () => Promise<void>;
  onProgress: (done: number, total: number) => void;
}

interface Told {
  text: string;
  total: number;
  /** Whether somebody waits for it; so when left out. */
  isTold?: () => boolean;
}

/**
 * Searches, and tells how far that is when it takes long. Whoever decodes comes first, and the user may end it: then it
 * rejects with a sentence.
 */
export function searching<Result>(
  state: EngineState,
  { text, total, isTold = () => true }: Told,
  search: (options: SearchOptions) => Promise<Result>,
): Promise<Result> {
  const tell = throttled((progress) => state.emit('search.progress', progress), TOLD_AFTER_MS);
  return state.searching.during(async (signal) => {
    try {
      return await search({
        signal,
        giveWay: () => state.foreground.giveWay(),
        onProgress: (done) => {
          if (isTold()) tell({ text, done, total });
        },
      });
    } finally {
      if (isTold()) state.emit('search.progress', { text, done: total, total });
    }
  });
}
