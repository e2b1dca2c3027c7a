import { Slider } from 'radix-ui';
import { memo } from 'react';
import type { DecodedImages, LatentPath } from '../../../contract/space';
import { scrubTo } from '../../store/path';
import type { Atelier } from '../../store/atelier';
import { useAtelier, useAtelierState } from '../atelier-context';
import { ordinal } from '../format';
import { PixelImage } from '../pixel-image';

const DISTANCE =
  'Distance of each frame from the nearest encoded image, as a percentile of the images’ own such distances';

/** The frames of a path in a row, how far from the data each lies, and the one that is shown, large. */
export function FilmStrip({ path }: { path: LatentPath }) {
  const atelier = useAtelier();
  const shown = useAtelierState((state) => Math.min(state.path.frame, path.steps - 1));
  const { images, distance, steps } = path;
  const { pixels, side, channels } = images;
  return (
    <div className="film">
      <figure className="film-now">
        <PixelImage
          {...{ pixels, side, channels }}
          index={shown}
          label={`Frame ${shown + 1} of ${steps}`}
          testId="film-now"
        />
        <figcaption>
          {shown + 1} / {steps}
        </figcaption>
      </figure>
      <div className="film-right">
        <div className="film-scroll">
          <ol className="film-strip" data-testid="film-strip" aria-label="Frames of the path">
            {Array.from({ length: steps }, (_, frame) => (
              <Frame
                key={frame}
                atelier={atelier}
                images={images}
                frame={frame}
                current={frame === shown}
                distance={distance[frame] ?? 0}
              />
            ))}
          </ol>
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
        <p className="film-note" title={DISTANCE}>
          Bars: distance from the data. This frame: {inWords(distance[shown] ?? 0)}
        </p>
      </div>
    </div>
  );
}

interface FrameProps {
  atelier: Atelier;
  images: DecodedImages;
  frame: number;
  current: boolean;
  distance: number;
}

const Frame = memo(function Frame({ atelier, images, frame, current, distance }: FrameProps) {
  const { pixels, side, channels } = images;
  const share = Math.min(100, Math.max(0, distance));
  return (
    <li className={current ? 'film-frame film-frame-current' : 'film-frame'}>
      <button
        type="button"
        data-testid="film-frame"
        data-distance={share}
        aria-label={`Frame ${frame + 1}, distance from the data: ${inWords(distance)}`}
        aria-current={current}
        onClick={() => scrubTo(atelier, frame)}
        onPointerEnter={(event) => event.buttons === 1 && scrubTo(atelier, frame)}
      >
        <PixelImage {...{ pixels, side, channels }} index={frame} label="" />
      </button>
      <span className="film-distance" aria-hidden="true">
        <i
          className={share > 95 ? 'film-distance-far' : ''}
          style={{ transform: `scaleY(${Math.max(0.04, share / 100)})` }}
        />
      </span>
    </li>
  );
});

function inWords(distance: number): string {
  const percentile = Math.round(distance);
  if (percentile >= 100) return 'farther than any image';
  return percentile < 1 ? 'below the 1st percentile' : `${ordinal(percentile)} percentile`;
}
