/**
 * The one place that reads what every measured length depends on: the size of type, which grows with the window, and the
 * pixel ratio, which is the screen's and the zoom factor's together. What was measured is out of date when the
 * listener is called; lint keeps other files from reading the two without it.
 */

/** How much larger type is than at its base size: 1 for a root font size of 16 px. */
export function typeScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

/** Device pixels to a CSS pixel. */
export function pixelRatio(): number {
  return window.devicePixelRatio;
}

const listeners = new Set<() => void>();
let stopWatching: (() => void) | null = null;

/**
 * Calls `listener` whenever the size of type, its font or the pixel ratio has changed, before the frame is painted,
 * until the returned function is called.
 */
export function whenPageScaleChanges(listener: () => void): () => void {
  // Wrapped, so that the same function can listen twice.
  const own = () => listener();
  listeners.add(own);
  stopWatching ??= watch(() => listeners.forEach((one) => one()));
  return () => {
    listeners.delete(own);
    if (listeners.size > 0) return;
    stopWatching?.();
    stopWatching = null;
  };
}

function watch(changed: () => void): () => void {
  const probe = document.createElement('span');
  // The font is the page's own: a window font that is replaced or comes late changes the width of its letters.
  probe.textContent = 'Hamburgefonstiv 0123456789';
  probe.setAttribute('aria-hidden', 'true');
  Object.assign(probe.style, {
    position: 'absolute',
    top: '0',
    visibility: 'hidden',
    pointerEvents: 'none',
    whiteSpace: 'nowrap',
    fontSize: '1rem',
  });
  document.body.append(probe);
  const read = () => {
    const { width, height } = probe.getBoundingClientRect();
    return [typeScale(), pixelRatio(), width, height].join(' ');
  };
  let last = read();
  const compare = () => {
    const now = read();
    if (now === last) return;
    last = now;
    changed();
  };
  const observer = new ResizeObserver(compare);
  observer.observe(probe);
  const ratio = new RatioQuery(compare);
  return () => {
    observer.disconnect();
    ratio.stop();
    probe.remove();
  };
}

/** A media query that holds for the pixel ratio of now alone, asked again with each change. */
class RatioQuery {
  private readonly ended = new AbortController();

  constructor(private readonly changed: () => void) {
    this.ask();
  }

  stop(): void {
    this.ended.abort();
  }

  private ask(): void {
    const ratio = pixelRatio();
    const query = window.matchMedia(
      `(min-resolution: ${ratio - 0.001}dppx) and (max-resolution: ${ratio + 0.001}dppx)`,
    );
    const { signal } = this.ended;
    query.addEventListener(
      'change',
      () => {
        this.ask();
        this.changed();
      },
      { signal, once: true },
    );
  }
}
