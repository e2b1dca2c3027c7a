const darkQuery = '(prefers-color-scheme: dark)';
const motionQuery = '(prefers-reduced-motion: reduce)';

/** Whether the desktop, or the theme that the app told it, is dark. */
export function systemIsDark(): boolean {
  return window.matchMedia(darkQuery).matches;
}

/** Whether the desktop asks for less motion. */
export function systemReducesMotion(): boolean {
  return window.matchMedia(motionQuery).matches;
}

/** Calls back when either changes, until the returned function is called. */
export function whenSystemChanges(listener: () => void): () => void {
  const queries = [darkQuery, motionQuery].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}
