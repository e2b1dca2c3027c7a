import { useCallback, useEffect, useLayoutEffect, useState, type ReactNode } from 'react';
import { MapScene, type Inset } from '../../scene/map-scene';
import { darkTheme, lightTheme } from '../../scene/theme';
import { attachMap, type Atelier } from '../../store/atelier';
import { change } from '../../store/atelier-store';
import { decodeAt } from '../../store/latent/decode-anywhere';
import { sentenceOf } from '../../store/notices';
import { select, selectSecond } from '../../store/map/selection';
import { useAtelier, useAtelierState } from '../atelier-context';
import { useShownTheme } from '../use-appearance';
import { bindMap } from './bind-map';

interface MapCanvasProps {
  inset: Inset;
  /** What is laid over the map and follows it. */
  children: (scene: MapScene) => ReactNode;
}

/**
 * The 3-D map itself. It lives outside of React; here it is only made, themed, told what covers it, and freed.
 */
export function MapCanvas({ inset, children }: MapCanvasProps) {
  const atelier = useAtelier();
  const theme = useShownTheme();
  const motion = useAtelierState((state) => state.settings.motion);
  const look = useAtelierState((state) => state.settings.look);
  const [scene, setScene] = useState<MapScene | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  const mount = useCallback(
    (container: HTMLDivElement) => {
      let made: MapScene;
      try {
        made = makeScene(container, atelier);
      } catch (error) {
        setFailure(sentenceOf(error));
        return undefined;
      }
      const end = bindMap(atelier, made);
      attachMap(atelier, made);
      setScene(made);
      return () => {
        end();
        attachMap(atelier, null);
        atelier.hover.setState({ hover: null });
        setScene(null);
        made.dispose();
      };
    },
    [atelier],
  );
  useEffect(() => scene?.theme(theme === 'dark' ? darkTheme : lightTheme), [scene, theme]);
  useEffect(() => scene?.reduceMotion(motion === 'reduced'), [scene, motion]);
  useEffect(() => scene?.setLook(look), [scene, look]);
  useLayoutEffect(() => scene?.setInset(inset), [scene, inset]);
  return (
    <>
      <div ref={mount} className="map-canvas" data-testid="map-canvas" />
      {scene !== null && children(scene)}
      {failure !== null && (
        <div className="map-empty" role="alert">
          <strong>The map cannot be drawn</strong>
          <p>{failure}</p>
        </div>
      )}
    </>
  );
}

function makeScene(container: HTMLElement, atelier: Atelier): MapScene {
  const scene = new MapScene(container, {
    onHover: (index, x, y) => {
      if (index === null) {
        atelier.hover.setState({ hover: null });
        return;
      }
      const box = container.getBoundingClientRect();
      atelier.hover.setState({ hover: { index, x: box.left + x, y: box.top + y } });
    },
    onOutOfView: (outOfView) => change(atelier.store, 'mapView', { outOfView }),
    onClick: (index, modifiers, x, y) => {
      // Some desktops keep Alt-click to themselves: Ctrl does the same.
      if (modifiers.alt || modifiers.meta) decodeAt(atelier, scene.placeAt(x, y));
      else choose(atelier, index, modifiers);
    },
  });
  return scene;
}

/** A click chooses an image; with Shift it chooses the path's other end. */
export function choose(atelier: Atelier, index: number | null, { shift }: { shift: boolean }): void {
  if (index === null) return;
  if (shift) selectSecond(atelier, index);
  else select(atelier, index);
}
