import { useEffect, useRef } from 'react';
import { whenPageScaleChanges } from '../../scene/page-scale';
import type { ColourBy } from '../../store/map/map-state';
import { furtherValue } from '../../store/map/columns';
import { isOfVectors } from '../../store/map/space-state';
import { distortionOnScreen, mapOnScreen } from '../../store/training/replay';
import { useAtelier } from '../atelier-context';
import { count, nats, percent } from '../format';
import { drawPixels } from '../pixel-image';

/** Between the pointer and the card. */
const GAP = 14;

/** The image under the pointer. It follows every move, so it is changed by hand and not by React. */
export function HoverCard() {
  const { hover, store } = useAtelier();
  const card = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const title = useRef<HTMLElement>(null);
  const detail = useRef<HTMLSpanElement>(null);
  const coloured = useRef<HTMLSpanElement>(null);
  const trust = useRef<HTMLSpanElement>(null);
  const stand = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let shown: { index: number; embedding: object; map: object | null; colourBy: ColourBy } | null = null;
    const show = () => {
      const element = card.current;
      const at = hover.getState().hover;
      const state = store.getState();
      const { space, settings } = state;
      const { embedding, request } = space;
      const map = mapOnScreen(state);
      const { colourBy } = settings;
      if (element === null || canvas.current === null) return;
      if (at === null || embedding === null) {
        element.hidden = true;
        shown = null;
        return;
      }
      const isNew = shown?.index !== at.index || shown.colourBy !== colourBy;
      if (isNew || shown?.embedding !== embedding || shown.map !== map) {
        shown = { index: at.index, embedding, map, colourBy };
        const { side, channels, pixels, labels, labelNames, bce, kl } = embedding;
        const isAbsent = embedding.absent?.rows[at.index] === 1;
        const areVectors = isOfVectors(request);
        // Of vectors there is nothing that could stand in for an image.
        canvas.current.hidden = pixels.length === 0 || (isAbsent && areVectors);
        if (stand.current !== null)
          stand.current.textContent = isAbsent
            ? `The image is missing${areVectors ? '' : ': this is its reconstruction'}`
            : '';
        drawPixels(canvas.current, pixels, at.index, side, channels);
        const name = labelNames[labels[at.index] ?? -1] ?? `Image ${count(at.index)}`;
        if (title.current !== null) title.current.textContent = name;
        if (detail.current !== null)
          detail.current.textContent = [
            `#${at.index}`,
            ...measured('error', bce[at.index]),
            ...measured('KL', kl[at.index]),
          ].join(', ');
        const value = furtherValue(embedding, colourBy, at.index);
        if (coloured.current !== null)
          coloured.current.textContent = value === null ? '' : `${colourBy.replace(/^column:/, '')} ${value}`;
        if (trust.current !== null) trust.current.textContent = keptBy(distortionOnScreen(state, at.index));
        element.dataset['index'] = String(at.index);
      }
      element.hidden = false;
      const { width, height } = element.getBoundingClientRect();
      const left = at.x + GAP + width > window.innerWidth ? at.x - GAP - width : at.x + GAP;
      const top = at.y + GAP + height > window.innerHeight ? at.y - GAP - height : at.y + GAP;
      element.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
    };
    show();
    const ends = [hover.subscribe(show), whenPageScaleChanges(show)];
    window.addEventListener('resize', show);
    return () => {
      for (const end of ends) end();
      window.removeEventListener('resize', show);
    };
  }, [hover, store]);
  return (
    <div ref={card} className="hover-card" data-testid="hover-card" hidden>
      <canvas ref={canvas} className="pixel-image" width={28} height={28} />
      <div className="hover-card-text">
        <strong ref={title} />
        <span ref={detail} />
        <span ref={coloured} />
        <span ref={trust} />
        <span ref={stand} />
      </div>
    </div>
  );
}

/** Of vectors from elsewhere neither error nor KL is known. */
function measured(name: string, value = Number.NaN): string[] {
  return Number.isNaN(value) ? [] : [`${name} ${nats(value)}`];
}

/** How many of the image's latent neighbours are not its neighbours in the map. */
function keptBy(distortion: number): string {
  return Number.isNaN(distortion) ? '' : `keeps ${percent(1 - distortion)} of its neighbours`;
}
