import { DropdownMenu } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import type { MapScene } from '../../scene/map-scene';
import { clickSlack } from '../../scene/pointer';
import { decodeAt } from '../../store/latent/decode-anywhere';
import { setTab } from '../../store/latent/latent-change';
import { focused, select, selectSecond } from '../../store/map/selection';
import { say } from '../../store/notices';
import { useAtelier, useAtelierState } from '../atelier-context';

/** Where the menu was asked for, in CSS pixels of the map, and the point there. */
interface Asked {
  x: number;
  y: number;
  index: number | null;
}

/** What can be done with the point, or the place, under the pointer: by a right click, or by the menu key. */
export function MapMenu({ scene }: { scene: MapScene }) {
  const { store } = useAtelier();
  const anchor = useRef<HTMLSpanElement>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    const canvas = anchor.current?.parentElement?.querySelector('canvas');
    if (canvas == null) return undefined;
    const listeners = new AbortController();
    const { signal } = listeners;
    let pressed: { x: number; y: number } | null = null;
    canvas.addEventListener(
      'pointerdown',
      ({ button, clientX: x, clientY: y }) => {
        pressed = button === 2 ? { x, y } : null;
      },
      { signal },
    );
    canvas.addEventListener(
      'pointerup',
      ({ button, clientX, clientY }) => {
        const from = pressed;
        pressed = null;
        if (button !== 2 || from === null) return;
        if (Math.hypot(clientX - from.x, clientY - from.y) > clickSlack) return;
        const box = canvas.getBoundingClientRect();
        const [x, y] = [clientX - box.left, clientY - box.top];
        setAsked({ x, y, index: scene.indexAt(x, y) });
      },
      { signal },
    );
    canvas.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
        const index = focused(store.getState().selection);
        const at = index === null ? null : scene.screenPositionOf(index);
        const { width, height } = scene.size;
        event.preventDefault();
        setAsked(at === null ? { x: width / 2, y: height / 2, index: null } : { ...at, index });
      },
      { signal },
    );
    return () => listeners.abort();
  }, [scene, store]);
  return (
    <DropdownMenu.Root modal={false} open={asked !== null} onOpenChange={(open) => !open && setAsked(null)}>
      <DropdownMenu.Trigger asChild>
        <span
          ref={anchor}
          aria-hidden="true"
          className="map-menu-anchor"
          style={{ left: asked?.x ?? 0, top: asked?.y ?? 0 }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={2} aria-label="In the map">
          {asked !== null && <Items scene={scene} asked={asked} />}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Items({ scene, asked: { x, y, index } }: { scene: MapScene; asked: Asked }) {
  const atelier = useAtelier();
  const start = useAtelierState((state) => state.selection.a);
  return (
    <>
      {index !== null && (
        <>
          <DropdownMenu.Label className="menu-label">#{index}</DropdownMenu.Label>
          <DropdownMenu.Item
            onSelect={() => {
              select(atelier, index);
              say(
                atelier.store,
                'info',
                'The path begins here. Shift-click where it goes, or right-click there and choose "Path to here".',
              );
            }}
          >
            Path from here
          </DropdownMenu.Item>
          {start !== null && start !== index && (
            <DropdownMenu.Item onSelect={() => selectSecond(atelier, index)}>Path to here</DropdownMenu.Item>
          )}
          <DropdownMenu.Item
            onSelect={() => {
              select(atelier, index);
              setTab(atelier, 'image');
              atelier.map?.flyTo(index);
            }}
          >
            Similar
          </DropdownMenu.Item>
        </>
      )}
      <DropdownMenu.Item onSelect={() => decodeAt(atelier, scene.placeAt(x, y))}>
        Decode here
      </DropdownMenu.Item>
    </>
  );
}
