// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pixelRatio, typeScale, whenPageScaleChanges } from './page-scale';

/** jsdom lays nothing out and has no media queries: what the page would say is said by hand. */
const page = { letters: 200, observers: new Set<() => void>(), queries: new Set<EventTarget>() };

beforeEach(() => {
  document.documentElement.style.fontSize = '16px';
  Object.assign(window, { devicePixelRatio: 1 });
  page.letters = 200;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly notice: () => void) {}
      observe = () => void page.observers.add(this.notice);
      disconnect = () => void page.observers.delete(this.notice);
    },
  );
  vi.stubGlobal('matchMedia', (media: string) => {
    const query = Object.assign(new EventTarget(), { media, matches: true });
    page.queries.add(query);
    return query;
  });
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(
    () => new DOMRect(0, 0, page.letters, 20),
  );
});
afterEach(() => {
  page.observers.clear();
  page.queries.clear();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function layOut(): void {
  for (const notice of page.observers) notice();
}

/** The newest query has heard that the ratio is another. */
function changeRatio(ratio: number): void {
  Object.assign(window, { devicePixelRatio: ratio });
  [...page.queries].at(-1)?.dispatchEvent(new Event('change'));
}

it('calls for each change of the size of type, up and down, and for nothing else', () => {
  const seen: number[] = [];
  const end = whenPageScaleChanges(() => void seen.push(typeScale()));
  layOut();
  for (const size of [24, 16, 17.5]) {
    document.documentElement.style.fontSize = `${size}px`;
    layOut();
    layOut();
  }
  expect(seen).toEqual([1.5, 1, 17.5 / 16]);
  end();
});

it('calls for a font that comes late at the same size', () => {
  const listener = vi.fn();
  const end = whenPageScaleChanges(listener);
  page.letters = 210;
  layOut();
  expect(listener).toHaveBeenCalledTimes(1);
  end();
});

it('calls for each change of the pixel ratio, not for the first one alone', () => {
  const seen: number[] = [];
  const end = whenPageScaleChanges(() => void seen.push(pixelRatio()));
  for (const ratio of [2, 1.25, 1]) changeRatio(ratio);
  expect(seen).toEqual([2, 1.25, 1]);
  end();
});

it('watches once for all listeners and leaves nothing behind', () => {
  const listener = vi.fn();
  const ends = [whenPageScaleChanges(listener), whenPageScaleChanges(listener)];
  expect(page.observers.size).toBe(1);
  changeRatio(2);
  expect(listener).toHaveBeenCalledTimes(2);
  ends[0]?.();
  changeRatio(3);
  expect(listener).toHaveBeenCalledTimes(3);
  ends[1]?.();
  changeRatio(1);
  expect(listener).toHaveBeenCalledTimes(3);
  expect(page.observers.size).toBe(0);
  expect(document.body.childElementCount).toBe(0);
});
