import { memo } from 'react';
import type { LatentPath } from '../../../contract/space';
import { scrubTo, setPathMethod } from '../../store/latent/path';
import { useAtelier, useAtelierState } from '../atelier-context';
import { isFar, useDistanceInWords } from '../latent/distance';
import { PixelImage } from '../pixel-image';
import { methodNames } from './methods';

interface FilmTrackProps {
  path: LatentPath;
  /** The frame that is shown. */
  shown: number;
  /** Whether this is the way that the map shows and exports write, among those compared. */
  chosen: boolean;
  /** Its name stands before it. */
  named: boolean;
}

/**
 * One way as a row of frames; under each how far from the data it is, and under those of the chosen way the nearest
 * real image.
 */
export function FilmTrack({ path, shown, chosen, named }: FilmTrackProps) {
  const atelier = useAtelier();
  const stops = new Set(path.stops);
  const name = methodNames[path.method];
  return (
    <div className="film-track">
      {named && (
        <button
          type="button"
          className="film-name"
          aria-pressed={chosen}
          title="Show this way in the map"
          onClick={() => setPathMethod(atelier, path.method)}
        >
          {name}
        </button>
      )}
      <ol
        className="film-strip"
        data-testid={chosen ? 'film-strip' : 'film-strip-other'}
        aria-label={`Frames of the path, ${name.toLowerCase()}`}
      >
        {Array.from({ length: path.steps }, (_, frame) => (
          <Frame
            key={frame}
            path={path}
            frame={frame}
            current={frame === shown}
            stop={stops.has(frame)}
            chosen={chosen}
          />
        ))}
      </ol>
    </div>
  );
}

interface FrameProps {
  path: LatentPath;
  frame: number;
  current: boolean;
  stop: boolean;
  chosen: boolean;
}

const Frame = memo(function Frame({ path, frame, current, stop, chosen }: FrameProps) {
  const atelier = useAtelier();
  const inWords = useDistanceInWords();
  const { pixels, side, channels } = path.images;
  const distance = path.distance[frame] ?? 0;
  const share = Math.min(100, Math.max(0, distance));
  const show = () => {
    if (!chosen) setPathMethod(atelier, path.method);
    scrubTo(atelier, frame);
  };
  const classes = ['film-frame', current ? 'film-frame-current' : '', stop ? 'film-frame-stop' : ''];
  return (
    <li className={classes.join(' ')}>
      <button
        type="button"
        data-testid={chosen ? 'film-frame' : 'film-frame-other'}
        data-distance={share}
        aria-label={`Frame ${frame + 1}${stop ? ', a stop' : ''}, distance from the data: ${inWords(distance)}`}
        aria-current={current && chosen}
        onClick={show}
        onPointerEnter={(event) => event.buttons === 1 && show()}
      >
        <PixelImage {...{ pixels, side, channels }} index={frame} label="" />
      </button>
      <span className="film-distance" aria-hidden="true">
        <i
          className={isFar(share) ? 'film-distance-far' : ''}
          style={{ transform: `scaleY(${Math.max(0.04, share / 100)})` }}
        />
      </span>
      {chosen && <RealImage index={path.nearest[frame] ?? 0} />}
    </li>
  );
});

/** The real image that lies nearest to a frame. */
function RealImage({ index }: { index: number }) {
  const embedding = useAtelierState((state) => state.space.embedding);
  if (embedding === null || index >= embedding.n) return null;
  const { pixels, side, channels, labels, labelNames } = embedding;
  const name = labelNames[labels[index] ?? -1];
  return (
    <span
      className="film-real"
      title={`Nearest real image: #${index}${name === undefined ? '' : `, ${name}`}`}
    >
      <PixelImage {...{ pixels, side, channels, index }} label="" testId="film-real" />
    </span>
  );
}
