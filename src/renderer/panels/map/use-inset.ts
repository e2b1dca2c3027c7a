import { useCallback, useMemo, useRef, useState, type RefCallback, type RefObject } from 'react';
import type { Inset } from '../../scene/map-scene';

/**
 * What the legend, at the left, the tools, at the right, and the status, at the bottom, cover of the map: for the scene,
 * which frames the points beside them. The three refs go to those elements, `over` has those that are there.
 */
export function useInset(): {
  inset: Inset;
  measureLegend: RefCallback<HTMLElement>;
  measureStatus: RefCallback<HTMLElement>;
  measureTools: RefCallback<HTMLElement>;
  over: RefObject<ReadonlySet<HTMLElement>>;
} {
  const over = useRef(new Set<HTMLElement>());
  const [left, measureLegend] = useMeasured(rightEdge, over);
  const [bottom, measureStatus] = useMeasured(heightFromBelow, over);
  const [right, measureTools] = useMeasured(widthFromRight, over);
  const inset = useMemo(() => ({ left, right, top: 0, bottom }), [left, right, bottom]);
  return { inset, measureLegend, measureStatus, measureTools, over };
}

/** A length of an element, followed as the element changes its size; 0 while there is none. */
function useMeasured(
  measure: (element: HTMLElement) => number,
  over: RefObject<Set<HTMLElement>>,
): [number, RefCallback<HTMLElement>] {
  const [length, setLength] = useState(0);
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return undefined;
      const elements = over.current;
      elements.add(element);
      const read = () => setLength(measure(element));
      const observer = new ResizeObserver(read);
      observer.observe(element);
      read();
      return () => {
        observer.disconnect();
        elements.delete(element);
        setLength(0);
      };
    },
    [measure, over],
  );
  return [length, ref];
}

function rightEdge(element: HTMLElement): number {
  return element.offsetLeft + element.offsetWidth;
}

function heightFromBelow(element: HTMLElement): number {
  return (element.offsetParent?.clientHeight ?? 0) - element.offsetTop;
}

function widthFromRight(element: HTMLElement): number {
  return (element.offsetParent?.clientWidth ?? 0) - element.offsetLeft;
}
