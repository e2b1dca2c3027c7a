const darkQuery = '(prefers-color-scheme: dark)';

/** Whether the desktop, or the theme that the app told it, is dark. */
export function systemIsDark(): boolean {
  return window.matchMedia(darkQuery).matches;
}

/** Calls back when that changes, until the returned function is called. */
export function whenSystemChanges(listener: () => void): () => void {
  const query = window.matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
