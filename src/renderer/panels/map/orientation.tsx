import { useCallback, useEffect, useRef, type RefCallback } from 'react';
import type { MapScene, ViewSide } from '../../scene/map-scene';
import { useAtelierState } from '../atelier-context';

const size = 72;
const reach = 24;

/** The side from which one looks along each axis. */
const sides: readonly { side: ViewSide; axis: string }[] = [
  { side: 'side', axis: 'x' },
  { side: 'top', axis: 'y' },
  { side: 'front', axis: 'z' },
];

/** Three small axes that turn with the map. A click on an end looks along that axis; the view menu does so too. */
export function Orientation({ scene, ref }: { scene: MapScene; ref: RefCallback<Element> }) {
  const isFlat = useAtelierState((state) => state.space.dims === 2);
  const isPca = useAtelierState((state) => state.space.map?.method === 'pca');
  const drawing = useRef<SVGSVGElement>(null);
  const mount = useCallback(
    (element: SVGSVGElement) => {
      drawing.current = element;
      const end = ref(element);
      return () => {
        drawing.current = null;
        end?.();
      };
    },
    [ref],
  );
  useEffect(() => {
    const axes = new Float32Array(9);
    const turn = () => {
      const element = drawing.current;
      if (element === null) return;
      scene.axes(axes);
      for (let axis = 0; axis < 3; axis += 1) {
        const group = element.children[axis];
        const [line, end] = [group?.children[0], group?.children[1]];
        if (line === undefined || end === undefined) continue;
        const x = (axes[axis * 3]! * reach).toFixed(1);
        const y = (-axes[axis * 3 + 1]! * reach).toFixed(1);
        line.setAttribute('x2', x);
        line.setAttribute('y2', y);
        end.setAttribute('transform', `translate(${x} ${y})`);
        group?.setAttribute('opacity', (0.7 + 0.3 * axes[axis * 3 + 2]!).toFixed(2));
      }
    };
    turn();
    return scene.onDraw(turn);
  }, [scene, isFlat]);
  if (isFlat) return null;
  return (
    <svg
      ref={mount}
      className="orientation"
      data-testid="orientation"
      viewBox={`${-size / 2} ${-size / 2} ${size} ${size}`}
      aria-hidden="true"
    >
      {sides.map(({ side, axis }, at) => (
        <g key={axis}>
          <line />
          <g className="orientation-end" onClick={() => scene.lookFrom(side)}>
            <title>{`Look along ${isPca ? `component ${at + 1}` : `the ${axis} axis`}`}</title>
            <circle r="8.5" />
            <text>{isPca ? at + 1 : axis}</text>
          </g>
        </g>
      ))}
    </svg>
  );
}
