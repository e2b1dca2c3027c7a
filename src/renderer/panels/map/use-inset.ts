import { useCallback, useMemo, useState, type RefCallback } from 'react';
import type { Inset } from '../../scene/map-scene';
import { whenPageScaleChanges } from '../../scene/page-scale';

/**
 * What the legend, in the top left corner, the tools, at the right, and the status, at the bottom, cover of the map: for
 * the scene, which frames the points beside them. Their refs are the first three. `standOver` is the ref of what covers too
 * little to be framed around; `over` has all of those that are there.
 */
export function useInset(): {
  inset: Inset;
  measureLegend: RefCallback<HTMLElement>;
  measureStatus: RefCallback<HTMLElement>;
  measureTools: RefCallback<HTMLElement>;
  standOver: (element: Element | null) => (() => void) | undefined;
  over: ReadonlySet<Element>;
} {
  const [over, setOver] = useState<ReadonlySet<Element>>(new Set());
  const standOver = useCallback((element: Element | null) => {
    if (element === null) return undefined;
    setOver((before) => new Set(before).add(element));
    return () => setOver((before) => new Set([...before].filter((one) => one !== element)));
  }, []);
  const [legendRight, measureRight] = useMeasured(rightEdge, standOver);
  const [legendBottom, measureBottom] = useMeasured(bottomEdge, standOver);
  const [bottom, measureStatus] = useMeasured(heightFromBelow, standOver);
  const [right, measureTools] = useMeasured(widthFromRight, standOver);
  const measureLegend = useCallback(
    (element: HTMLElement | null) => {
      const ends = [measureRight(element), measureBottom(element)];
      return () => ends.forEach((end) => end?.());
    },
    [measureRight, measureBottom],
  );
  const inset = useMemo(() => {
    const corner = legendRight > 0 && { corner: { width: legendRight, height: legendBottom } };
    return { left: 0, right, top: 0, bottom, ...corner };
  }, [legendRight, legendBottom, right, bottom]);
  return { inset, measureLegend, measureStatus, measureTools, standOver, over };
}

/** A length of an element, followed as the element or the page's scale changes; 0 while there is none. */
function useMeasured(
  measure: (element: HTMLElement) => number,
  standOver: (element: Element) => (() => void) | undefined,
): [number, RefCallback<HTMLElement>] {
  const [length, setLength] = useState(0);
  const ref = useCallback(
    (element: HTMLElement | null) => {
      if (element === null) return undefined;
      const read = () => setLength(measure(element));
      const observer = new ResizeObserver(read);
      observer.observe(element);
      const ends = [whenPageScaleChanges(read), standOver(element)];
      read();
      return () => {
        observer.disconnect();
        for (const end of ends) end?.();
        setLength(0);
      };
    },
    [measure, standOver],
  );
  return [length, ref];
}

function rightEdge(element: HTMLElement): number {
  return element.offsetLeft + element.offsetWidth;
}

function bottomEdge(element: HTMLElement): number {
  return element.offsetTop + element.offsetHeight;
}

function heightFromBelow(element: HTMLElement): number {
  return (element.offsetParent?.clientHeight ?? 0) - element.offsetTop;
}

function widthFromRight(element: HTMLElement): number {
  return (element.offsetParent?.clientWidth ?? 0) - element.offsetLeft;
}
