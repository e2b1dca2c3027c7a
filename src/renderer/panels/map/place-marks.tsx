import { useEffect, useRef, type CSSProperties } from 'react';
import type { MapScene } from '../../scene/map-scene';
import { darkTheme, lightTheme } from '../../scene/theme';
import type { AtelierState } from '../../store/state';
import { replayedMap } from '../../store/training/replay';
import { useAtelier } from '../atelier-context';
import { useShownTheme } from '../use-appearance';

/** Side of the mark of one place, and of one of many, which are not to hide the points; in CSS pixels. */
const side = { one: 15, many: 9 };
/** Of what stands around a mark: a rim in the colour of the ground, and a ring; in CSS pixels. */
const rim = 3.25;
const ring = 2.5;

/**
 * Marks where decoded places lie: what sliders move, samples, means. They are elements over the map, so that moving one
 * draws no frame of it: without a graphics card such a frame would hold up the pixels of the next step.
 */
export function PlaceMarks({ scene }: { scene: MapScene }) {
  const atelier = useAtelier();
  const theme = useShownTheme();
  const colour = (theme === 'dark' ? darkTheme : lightTheme).marker;
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = layer.current;
    if (element === null) return undefined;
    let places: Float32Array | null = null;
    let screen = new Float32Array(0);
    const size = () => (screen.length > 3 ? side.many : side.one);
    const seen = () => {
      if (places === null) return [];
      scene.screenPositionsOf(places, screen);
      return Array.from({ length: screen.length / 3 }, (_, i) => screen.subarray(i * 3, i * 3 + 3));
    };
    const follow = () => {
      const marks = seen();
      while (element.childElementCount > marks.length) element.lastElementChild?.remove();
      while (element.childElementCount < marks.length) element.append(document.createElement('i'));
      marks.forEach(([x = 0, y = 0, depth = 0], i) => {
        const mark = element.children[i];
        if (!(mark instanceof HTMLElement)) return;
        mark.hidden = depth === 0;
        mark.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%) rotate(45deg)`;
      });
    };
    const show = (state: AtelierState) => {
      const marked = markedPlaces(state);
      if (marked === places) return;
      places = marked;
      screen = new Float32Array(places === null ? 0 : (places.length / state.space.dims) * 3);
      element.style.setProperty('--side', `${size()}px`);
      follow();
    };
    const paint = (context: CanvasRenderingContext2D) => {
      const ground = getComputedStyle(element).getPropertyValue('--stage');
      const scale = context.canvas.width / scene.size.width;
      for (const [x = 0, y = 0, depth = 0] of seen()) {
        if (depth === 0) continue;
        context.save();
        context.scale(scale, scale);
        context.translate(x, y);
        context.rotate(Math.PI / 4);
        const square = (half: number, fill: string) => {
          context.fillStyle = fill;
          context.fillRect(-half, -half, 2 * half, 2 * half);
        };
        const half = size() / 2;
        square(half + rim + ring, colour);
        square(half + rim, ground);
        square(half, colour);
        square(half / 2, ground);
        context.restore();
      }
    };
    show(atelier.store.getState());
    const ends = [atelier.store.subscribe(show), scene.onDraw(follow)];
    atelier.pictureLayers.add(paint);
    return () => {
      for (const end of ends) end();
      element.replaceChildren();
      atelier.pictureLayers.delete(paint);
    };
  }, [atelier, scene, colour]);
  const look: CSSProperties & Record<'--mark' | '--rim' | '--ring', string> = {
    '--mark': colour,
    '--rim': `${rim}px`,
    '--ring': `${ring}px`,
  };
  return (
    <div ref={layer} className="place-marks" style={look} data-testid="place-marks" aria-hidden="true" />
  );
}

/** Places belong to the newest map, and to as many dimensions as they were found in. */
function markedPlaces(state: AtelierState): Float32Array | null {
  const { mapView, space } = state;
  const { marker } = mapView;
  if (marker === null || marker.length === 0 || marker.length % space.dims !== 0) return null;
  return replayedMap(state) === null ? marker : null;
}
