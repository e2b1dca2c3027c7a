import { useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { MapScene } from '../../scene/map-scene';
import { clickSlack } from '../../scene/pointer';
import { chooseGroup, type GroupMode } from '../../store/map/groups';
import type { MapTool } from '../../store/map/map-state';
import { setTool } from '../../store/map/map-view';
import { useAtelier } from '../atelier-context';
import { choose } from './map-canvas';

/** Corners of a lasso are at least so far apart, in CSS pixels. */
const cornerDistance = 3;

/** What is being drawn: from `start`, through `corners` (x, y, x, y, ...). */
interface Drawing {
  start: { x: number; y: number };
  corners: number[];
}

/**
 * Lies over the map while a box or a lasso is drawn: what stands inside is chosen together, with Shift in addition, with
 * Alt taken away. Clicks and the wheel go through to the map.
 */
export function SelectionTool({ scene, tool }: { scene: MapScene; tool: Exclude<MapTool, 'orbit'> }) {
  const atelier = useAtelier();
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const layer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = layer.current;
    if (element === null) return undefined;
    // Not by React, whose wheel listeners may not hold back the page.
    const pass = (event: WheelEvent) => {
      event.preventDefault();
      const canvas = element.parentElement?.querySelector('canvas');
      canvas?.dispatchEvent(new WheelEvent('wheel', event));
    };
    element.addEventListener('wheel', pass, { passive: false });
    return () => element.removeEventListener('wheel', pass);
  }, []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      event.stopPropagation();
      if (drawing === null) setTool(atelier, 'orbit');
      else setDrawing(null);
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [atelier, drawing]);

  const place = (event: ReactPointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const begin = (event: ReactPointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const start = place(event);
    setDrawing({ start, corners: [start.x, start.y] });
  };
  const go = (event: ReactPointerEvent<HTMLElement>) => {
    const at = place(event);
    if (drawing === null) {
      hoverAt(atelier, scene, at, event);
      return;
    }
    if (tool === 'box') setDrawing({ ...drawing, corners: boxOf(drawing.start, at) });
    else {
      const [lastX = 0, lastY = 0] = drawing.corners.slice(-2);
      if (Math.hypot(at.x - lastX, at.y - lastY) >= cornerDistance)
        setDrawing({ ...drawing, corners: [...drawing.corners, at.x, at.y] });
    }
  };
  const end = (event: ReactPointerEvent<HTMLElement>) => {
    if (drawing === null) return;
    setDrawing(null);
    const { start, corners } = drawing;
    if (isClick(start, corners)) choose(atelier, scene.indexAt(start.x, start.y), { shift: event.shiftKey });
    else chooseGroup(atelier, scene.indicesInside(corners), modeOf(event));
  };
  return (
    <div
      ref={layer}
      className="selection-tool"
      data-testid="selection-tool"
      onPointerDown={begin}
      onPointerMove={go}
      onPointerUp={end}
      onPointerCancel={() => setDrawing(null)}
      onPointerLeave={() => atelier.hover.setState({ hover: null })}
    >
      {drawing !== null && drawing.corners.length > 4 && (
        <svg aria-hidden="true">
          <polygon points={drawing.corners.join(' ')} />
        </svg>
      )}
    </div>
  );
}

function hoverAt(
  atelier: ReturnType<typeof useAtelier>,
  scene: MapScene,
  at: { x: number; y: number },
  { clientX, clientY }: { clientX: number; clientY: number },
): void {
  const index = scene.indexAt(at.x, at.y);
  scene.setHovered(index);
  atelier.hover.setState({ hover: index === null ? null : { index, x: clientX, y: clientY } });
}

function boxOf(a: { x: number; y: number }, b: { x: number; y: number }): number[] {
  return [a.x, a.y, b.x, a.y, b.x, b.y, a.x, b.y];
}

function isClick(start: { x: number; y: number }, corners: readonly number[]): boolean {
  for (let i = 0; i + 1 < corners.length; i += 2)
    if (Math.hypot(corners[i]! - start.x, corners[i + 1]! - start.y) > clickSlack) return false;
  return true;
}

function modeOf({ shiftKey, altKey }: { shiftKey: boolean; altKey: boolean }): GroupMode {
  if (altKey) return 'remove';
  return shiftKey ? 'add' : 'replace';
}
