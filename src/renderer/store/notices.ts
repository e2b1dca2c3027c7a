import { messageOf } from '../../contract/errors';
import type { AtelierStore } from './atelier-store';
import type { Notice, NoticeAction, NoticeKind } from './notice';

const MOST_NOTICES = 4;
let lastId = 0;

/** Says something in one sentence. The same sentence is not said twice at once. */
export function say(store: AtelierStore, kind: NoticeKind, text: string, action?: NoticeAction): void {
  const { notices } = store.getState();
  if (notices.some((notice) => notice.text === text)) return;
  lastId += 1;
  const notice: Notice = { id: lastId, kind, text, ...(action === undefined ? {} : { action }) };
  store.setState({ notices: [...notices, notice].slice(-MOST_NOTICES) });
}

export function dismiss(store: AtelierStore, id: number): void {
  store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** The sentence of an error. Main writes them for a person; only the bare ones need words around them. */
export function sentenceOf(error: unknown): string {
  const message = messageOf(error);
  return message === '' ? 'Something failed without saying why; please try again.' : message;
}

/**
 * Does something the user asked for; what goes wrong becomes a notice. While the engine is down its calls fail for a
 * reason that the banner tells already.
 */
export async function reporting(store: AtelierStore, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { state } = store.getState().engine;
    if (state !== 'restarting' && state !== 'failed') say(store, 'error', sentenceOf(error));
  }
}
