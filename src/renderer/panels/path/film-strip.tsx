import { Slider } from 'radix-ui';
import { useEffect, useRef, type CSSProperties } from 'react';
import type { LatentPath } from '../../../contract/space';
import { scrubTo } from '../../store/latent/path';
import { useAtelier, useAtelierState } from '../atelier-context';
import { useDistanceInWords } from '../latent/distance';
import { FilmNow } from './film-now';
import { FilmTrack } from './film-track';
import { fixed } from '../format';

/** The frames of a path in a row, or of all ways one over another, and the one that is shown, large. */
export function FilmStrip({ path }: { path: LatentPath }) {
  const atelier = useAtelier();
  const paths = useAtelierState((state) => state.path.paths);
  const shown = useAtelierState((state) => Math.min(state.path.frame, path.steps - 1));
  const scroll = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = scroll.current;
    if (element === null) return undefined;
    const keep = () => keepInView(element, shown, path.steps);
    keep();
    // A window that shrinks shows fewer frames.
    const observer = new ResizeObserver(keep);
    observer.observe(element);
    return () => observer.disconnect();
  }, [shown, path.steps]);
  const { steps } = path;
  const compared = paths.length > 1;
  const measures: CSSProperties & Record<'--frames' | '--film-name', string> = {
    '--frames': String(steps),
    '--film-name': compared ? '4.75rem' : '0rem',
  };
  return (
    <div className="film">
      <FilmNow path={path} shown={shown} />
      <div className="film-right" style={measures}>
        <div className="film-scroll" ref={scroll}>
          {(compared ? paths : [path]).map((one) => (
            <FilmTrack
              key={one.method}
              path={one}
              shown={shown}
              chosen={one.method === path.method}
              named={compared}
            />
          ))}
        </div>
        <Slider.Root
          className="slider"
          min={0}
          max={steps - 1}
          value={[shown]}
          onValueChange={([frame]) => frame !== undefined && scrubTo(atelier, frame)}
        >
          <Slider.Track className="slider-track">
            <Slider.Range className="slider-range" />
          </Slider.Track>
          <Slider.Thumb className="slider-thumb" aria-label="Frame of the path" />
        </Slider.Root>
        <Note path={path} shown={shown} />
      </div>
    </div>
  );
}

function Note({ path, shown }: { path: LatentPath; shown: number }) {
  const name = useAtelierState(({ space: { embedding } }) => {
    const label = embedding?.labels[path.nearest[shown] ?? -1] ?? -1;
    return embedding?.labelNames[label] ?? '';
  });
  const inWords = useDistanceInWords();
  const nearest = path.nearest[shown] ?? 0;
  return (
    <p className="film-note">
      From the data: <strong>{inWords(path.distance[shown] ?? 0)}</strong>. Nearest real image: #{nearest}
      {name === '' ? '' : `, ${name}`}, at {fixed(path.nearestDistance[shown] ?? 0, 2)}
      {path.bridged && '. A gap in the data was leapt: no neighbours join these stops'}.
    </p>
  );
}

/** Brings a frame into view when the strip is longer than there is room for. */
function keepInView(scroll: HTMLElement, frame: number, frames: number): void {
  if (scroll.scrollWidth <= scroll.clientWidth) return;
  const width = scroll.scrollWidth / frames;
  const left = frame * width;
  if (left < scroll.scrollLeft) scroll.scrollLeft = left - width;
  else if (left + width > scroll.scrollLeft + scroll.clientWidth)
    scroll.scrollLeft = left + 2 * width - scroll.clientWidth;
}
