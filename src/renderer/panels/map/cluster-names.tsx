import { useEffect, useMemo, useRef } from 'react';
import type { MapScene } from '../../scene/map-scene';
import { categoricalCss } from '../../scene/palette';
import { colouringOf } from '../../store/map/legend';
import { useAtelier, useAtelierState } from '../atelier-context';
import { clusterAnchors, decluttered, type ClusterAnchors } from './cluster-anchors';

/** Height of a name with a little air, and what its dot and padding take, in CSS pixels. */
const rowHeight = 22;
const padding = 26;
const font = '600 12px system-ui, sans-serif';

/** Names of the classes over their middles. They follow every frame, so they are moved by hand and not by React. */
export function ClusterNames({ scene }: { scene: MapScene }) {
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
  const layer = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = layer.current;
    if (element === null || named === null) return undefined;
    const measure = document.createElement('canvas').getContext('2d');
    if (measure !== null) measure.font = font;
    const widths = named.anchors.map(({ name }) => (measure?.measureText(name).width ?? 0) + padding);
    const screen = new Float32Array(named.anchors.length * 3);
    const shown = (): boolean[] => {
      scene.screenPositionsOf(named.places, screen);
      return decluttered(screen, widths, rowHeight, scene.size);
    };
    const follow = () => {
      shown().forEach((visible, at) => {
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
      const visible = shown();
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
        context.roundRect(x - width / 2, y - 10, width, 20, 10);
        context.fill();
        context.fillStyle = categoricalCss(id);
        context.beginPath();
        context.arc(x - width / 2 + 10, y, 3.5, 0, 2 * Math.PI);
        context.fill();
        context.fillStyle = style.getPropertyValue('--text');
        context.fillText(name, x - width / 2 + 18, y + 0.5);
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
  }, [atelier, scene, named]);

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
