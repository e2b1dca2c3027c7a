import { useEffect, useMemo, useRef } from 'react';
import type { MapScene } from '../../scene/map-scene';
import { typeScale, whenPageScaleChanges } from '../../scene/page-scale';
import { categoricalCss } from '../../scene/palette';
import { colouringOf, dimmedPoints } from '../../store/map/legend';
import { litRows } from '../../store/map/lit';
import { replayedMap } from '../../store/training/replay';
import { useAtelier, useAtelierState } from '../atelier-context';
import {
  clusterAnchors,
  decluttered,
  OUTLINE,
  raiseNames,
  type Box,
  type ClusterAnchors,
} from './cluster-anchors';
import { fadedPoints } from './point-colours';

/** Between two names, one above the other, in CSS pixels at the base type size. */
const air = 2;
/** Side of a chosen image in the map, with its ring. */
const chosenSide = 60;

interface ClusterNamesProps {
  scene: MapScene;
  /** What stands over the map, under which no name is to lie. */
  over: ReadonlySet<Element>;
}

/** Names of the classes above them. They follow every frame, so they are moved by hand and not by React. */
export function ClusterNames({ scene, over }: ClusterNamesProps) {
  const atelier = useAtelier();
  const { embedding, map } = useAtelierState((state) => state.space);
  const positions = useAtelierState((state) => (replayedMap(state) ?? state.space).positions);
  const dims = useAtelierState((state) => (replayedMap(state) ?? state.space).dims);
  const wish = useAtelierState((state) => state.settings.colourBy);
  const mapView = useAtelierState((state) => state.mapView);
  const groups = useAtelierState((state) => state.groups);
  const rows = litRows({ mapView, groups });
  const { dimmed } = mapView;
  const named = useMemo<ClusterAnchors | null>(() => {
    if (embedding === null || positions?.length !== embedding.n * dims) return null;
    const colouring = colouringOf(embedding, map, wish);
    const { column, legend } = colouring;
    if (column.kind !== 'classes' || legend.kind !== 'classes') return null;
    const unlit = fadedPoints(embedding.n, rows) ?? dimmedPoints(colouring, { dimmed, range: null });
    return clusterAnchors(column, legend.classes, positions, dims, unlit);
  }, [embedding, map, positions, dims, wish, dimmed, rows]);
  const chosen = useChosenPlaces();
  const layer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = layer.current;
    if (element === null || named === null) return undefined;
    let sizes = sizesOf(element);
    const screen = new Float32Array(named.anchors.length * 3);
    const outline = new Float32Array(named.anchors.length * OUTLINE * 3);
    const chosenScreen = new Float32Array((chosen.length / dims) * 3);
    const shown = (covered: readonly Box[]): boolean[] => {
      scene.screenPositionsOf(named.places, screen);
      scene.screenPositionsOf(named.outline, outline);
      raiseNames(screen, outline, sizes.height);
      scene.screenPositionsOf(chosen, chosenScreen);
      const images = boxesAround(chosenScreen, chosenSide);
      return decluttered(screen, sizes.widths, sizes.height, scene.size, [...covered, ...images]);
    };
    const follow = () => {
      const { left, top } = element.getBoundingClientRect();
      shown(Array.from(over, (part) => boxWithin(part, left, top))).forEach((visible, at) => {
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
      const [first] = element.children;
      if (first === undefined) return;
      const size = typeScale();
      // The picture has the map alone.
      const visible = shown([]);
      const scale = context.canvas.width / scene.size.width;
      context.save();
      context.scale(scale, scale);
      context.font = getComputedStyle(first).font;
      context.textBaseline = 'middle';
      named.anchors.forEach(({ id, name }, at) => {
        if (!visible[at]) return;
        const [x, y, width] = [screen[at * 3]!, screen[at * 3 + 1]!, sizes.widths[at]!];
        context.fillStyle = style.getPropertyValue('--glass');
        context.beginPath();
        context.roundRect(x - width / 2, y - 10 * size, width, 20 * size, 10 * size);
        context.fill();
        context.fillStyle = categoricalCss(id);
        context.beginPath();
        context.arc(x - width / 2 + 10.5 * size, y, 3.5 * size, 0, 2 * Math.PI);
        context.fill();
        context.fillStyle = style.getPropertyValue('--text');
        context.fillText(cutTo(context, name, width - 26 * size), x - width / 2 + 19 * size, y + 0.5);
      });
      context.restore();
    };
    follow();
    const covering = new ResizeObserver(follow);
    for (const part of over) covering.observe(part);
    const measureAgain = () => {
      sizes = sizesOf(element);
      follow();
    };
    const ends = [scene.onDraw(follow), whenPageScaleChanges(measureAgain)];
    atelier.pictureLayers.add(paint);
    return () => {
      for (const end of ends) end();
      covering.disconnect();
      atelier.pictureLayers.delete(paint);
    };
  }, [atelier, scene, named, over, chosen, dims]);

  if (named === null) return null;
  return (
    <div ref={layer} className="cluster-names" data-testid="cluster-names" aria-hidden="true">
      {named.anchors.map(({ id, name }) => (
        <span key={id} className="cluster-name" hidden>
          <i style={{ background: categoricalCss(id) }} />
          <span>{name}</span>
        </span>
      ))}
    </div>
  );
}

/** Where the images that are chosen stand, which no name is to hide, `[count, dims]`. */
function useChosenPlaces(): Float32Array {
  const positions = useAtelierState((state) => (replayedMap(state) ?? state.space).positions);
  const dims = useAtelierState((state) => (replayedMap(state) ?? state.space).dims);
  const { a, b } = useAtelierState((state) => state.selection);
  const via = useAtelierState((state) => state.path.via);
  return useMemo(() => {
    const rows = [a, b, ...via].filter((row) => row !== null);
    return Float32Array.from(
      rows.flatMap((row) => [...(positions?.subarray(row * dims, (row + 1) * dims) ?? [])]),
    );
  }, [positions, dims, a, b, via]);
}

/** Widths of the names and the height of a row, in CSS pixels. What is hidden has no size: all are shown meanwhile. */
function sizesOf(layer: HTMLElement): { widths: number[]; height: number } {
  const names = [...layer.children].filter((name) => name instanceof HTMLElement);
  for (const name of names) name.hidden = false;
  const boxes = names.map((name) => name.getBoundingClientRect());
  const highest = boxes.reduce((most, { height }) => Math.max(most, height), 0);
  return { widths: boxes.map(({ width }) => width), height: highest + air * typeScale() };
}

/** A name as the map shows it: where it is wider than its place, its beginning and an ellipsis. */
function cutTo(context: CanvasRenderingContext2D, name: string, width: number): string {
  // eslint-disable-next-line no-restricted-syntax -- a picture is drawn with this very context, and not laid out
  const widthOf = (text: string): number => context.measureText(text).width;
  // Measured in the window and drawn at another scale: half a pixel more is no overflow.
  if (widthOf(name) <= width + 0.5) return name;
  const letters = Array.from(new Intl.Segmenter().segment(name), ({ segment }) => segment);
  while (letters.length > 0 && widthOf(`${letters.join('')}…`) > width) letters.pop();
  return `${letters.join('')}…`;
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

/** Where an element stands in a layer whose top left is at (`left`, `top`) of the window. */
function boxWithin(element: Element, left: number, top: number): Box {
  const box = element.getBoundingClientRect();
  return { left: box.left - left, top: box.top - top, width: box.width, height: box.height };
}
