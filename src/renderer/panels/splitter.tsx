import type { KeyboardEvent, PointerEvent } from 'react';
import { typeScale } from '../scene/page-scale';
import { setSettings } from '../store/session/settings';
import { useAtelier, useAtelierState } from './atelier-context';

const NARROWEST = 260;
const WIDEST = 560;
const KEY_STEP = 16;

/** A line between two panels that can be dragged, or moved with the arrow keys. */
export function Splitter({ side, label }: { side: 'left' | 'right'; label: string }) {
  const atelier = useAtelier();
  const width = useAtelierState((state) => state.settings[side]);
  const setWidth = (wanted: number) =>
    setSettings(atelier, { [side]: Math.round(Math.min(WIDEST, Math.max(NARROWEST, wanted))) });
  const outward = side === 'left' ? 1 : -1;

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const fromEdge = side === 'left' ? event.clientX : window.innerWidth - event.clientX;
    setWidth(fromEdge / typeScale());
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'ArrowLeft') setWidth(width - KEY_STEP * outward);
    else if (event.key === 'ArrowRight') setWidth(width + KEY_STEP * outward);
    else return;
    event.preventDefault();
  };
  return (
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  );
}
