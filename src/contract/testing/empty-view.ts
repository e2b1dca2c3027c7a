import type { SessionView } from '../session-view';

/** Of `n` images of which none is chosen, and nothing else is done with them. */
export function emptyView(n: number, changes: Partial<SessionView> = {}): SessionView {
  return {
    n,
    a: null,
    b: null,
    focus: 'a',
    path: { method: 'slerp', via: [], steps: 16, frame: 0, compare: false },
    camera: null,
    dimmed: [],
    range: null,
    groups: [],
    ...changes,
  };
}
