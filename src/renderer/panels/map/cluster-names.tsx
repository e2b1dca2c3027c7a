import { useEffect, useMemo, useRef, type RefObject } from 'react';
import type { MapScene } from '../../scene/map-scene';
import { categoricalCss } from '../../scene/palette';
import { colouringOf } from '../../store/map/legend';
import { useAtelier, useAtelierState } from '../atelier-context';
import { clusterAnchors, decluttered, type Box, type ClusterAnchors } from './cluster-anchors';

/** Height of a name with a little air, what its dot and padding take, and its letters, in CSS pixels at the base type size. */
const rowHeight = 22;
const padding = 26;
const letters = 12;
/** Side of a chosen image in the map, with its ring. */
const chosenSide = 60;

interface ClusterNamesProps {
  scene: MapScene;
  /** What stands over the map, under which no name is to lie. */
  over: RefObject<ReadonlySet<HTMLElement>>;
}

/** Names of the classes over their middles. They follow every frame, so they are moved by hand and not by React. */
export function ClusterNames({ scene, over }: ClusterNamesProps) {
  const atelier = useAtelier();
  const { embedding, map, positions, dims } = useAtelierState((state) => state.space);
  const wish = useAtelierState((state) => state.settings.colourBy);
  const dimmed = useAtelierState((state) => state.mapView.dimmed);
  const named = useMemo<ClusterAnchors | null>(() => {
    if (embedding === null || positions?.length !== embedding.n * dims) return null;
    const { column, legend } = colouringOf(embedding, map, wish);
    if (column.kind !== 'classes' || legend.kind !== 'classes') return null;
    return clusterAnchors(column, legend.classes, positions, dims, dimmed);
  }, [embedding, map, positions, dims, wish, dimmed]);
  const chosen = useChosenPlaces();
  const layer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = layer.current;
    if (element === null || named === null) return undefined;
    const measure = document.createElement('canvas').getContext('2d');
    const size = typeSize();
    const font = `600 ${letters * size}px system-ui, sans-serif`;
    if (measure !== null) measure.font = font;
    const widths = named.anchors.map(({ name }) => (measure?.measureText(name).width ?? 0) + padding * size);
    const screen = new Float32Array(named.anchors.length * 3);
    const chosenScreen = new Float32Array((chosen.length / dims) * 3);
    const shown = (covered: readonly Box[]): boolean[] => {
      scene.screenPositionsOf(named.places, screen);
      scene.screenPositionsOf(chosen, chosenScreen);
      const images = boxesAround(chosenScreen, chosenSide);
      return decluttered(screen, widths, rowHeight * size, scene.size, [...covered, ...images]);
    };
    const follow = () => {
      shown(Array.from(over.current, boxOf)).forEach((visible, at) => {
        const name = element.children[at];
        if (!(name instanceof HTMLElement)) return;
        name.hidden = !visible;
        if (!visible) return;
        const [x, y] = [screen[at * 3]!, screen[at * 3 + 1]!];
        name.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, -50%)`;
      });
    };
    const paint = (context: CanvasRenderingContext2D) => {
      const style = getComputedStyle(element);
      // The picture has the map alone.
      const visible = shown([]);
      const scale = context.canvas.width / scene.size.width;
      context.save();
      context.scale(scale, scale);
      context.font = font;
      context.textBaseline = 'middle';
      named.anchors.forEach(({ id, name }, at) => {
        if (!visible[at]) return;
        const [x, y, width] = [screen[at * 3]!, screen[at * 3 + 1]!, widths[at]!];
        context.fillStyle = style.getPropertyValue('--glass');
        context.beginPath();
        context.roundRect(x - width / 2, y - 10 * size, width, 20 * size, 10 * size);
        context.fill();
        context.fillStyle = categoricalCss(id);
        context.beginPath();
        context.arc(x - width / 2 + 10 * size, y, 3.5 * size, 0, 2 * Math.PI);
        context.fill();
        context.fillStyle = style.getPropertyValue('--text');
        context.fillText(name, x - width / 2 + 18 * size, y + 0.5);
      });
      context.restore();
    };
    follow();
    const end = scene.onDraw(follow);
    atelier.pictureLayers.add(paint);
    return () => {
      end();
      atelier.pictureLayers.delete(paint);
    };
  }, [atelier, scene, named, over, chosen, dims]);

  if (named === null) return null;
  return (
    <div ref={layer} className="cluster-names" data-testid="cluster-names" aria-hidden="true">
      {named.anchors.map(({ id, name }) => (
        <span key={id} className="cluster-name" hidden>
          <i style={{ background: categoricalCss(id) }} />
          {name}
        </span>
      ))}
    </div>
  );
}

/** Where the images that are chosen stand, which no name is to hide, `[count, dims]`. */
function useChosenPlaces(): Float32Array {
  const { positions, dims } = useAtelierState((state) => state.space);
  const { a, b } = useAtelierState((state) => state.selection);
  const via = useAtelierState((state) => state.path.via);
  return useMemo(() => {
    const rows = [a, b, ...via].filter((row) => row !== null);
    return Float32Array.from(
      rows.flatMap((row) => [...(positions?.subarray(row * dims, (row + 1) * dims) ?? [])]),
    );
  }, [positions, dims, a, b, via]);
}

/** How much larger type is than at its base size: it grows with the window. */
function typeSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

/** @param screen centres and depth, `[count, 3]`, depth 0 for none */
function boxesAround(screen: Float32Array, side: number): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < screen.length; at += 3)
    if (screen[at + 2]! > 0)
      boxes.push({
        left: screen[at]! - side / 2,
        top: screen[at + 1]! - side / 2,
        width: side,
        height: side,
      });
  return boxes;
}

function boxOf({ offsetLeft, offsetTop, offsetWidth, offsetHeight }: HTMLElement): Box {
  return { left: offsetLeft, top: offsetTop, width: offsetWidth, height: offsetHeight };
}
