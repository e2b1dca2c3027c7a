import { RotateCcw } from 'lucide-react';
import { memo, type CSSProperties } from 'react';
import { moveSlider, resetSlider, type SliderDimension } from '../../store/latent/sliders';
import { useAtelier, useAtelierState } from '../atelier-context';
import { fixed, nats } from '../format';

interface SliderRowProps {
  of: SliderDimension;
  /** Its KL as a part of the greatest. */
  share: number;
}

/** One latent dimension. It hears of its own value alone, so that moving one slider draws one row. */
export const SliderRow = memo(function SliderRow({ of, share }: SliderRowProps) {
  const atelier = useAtelier();
  const { dimension, kl } = of;
  const start = useAtelierState((state) => state.latent.sliders.base?.vector[dimension] ?? 0);
  const value = useAtelierState((state) => state.latent.sliders.moved.get(dimension));
  // An image in the outermost hundredth has its own value in reach, too.
  const low = Math.min(of.low, start);
  const high = Math.max(of.high, start);
  const shown = value ?? start;
  const part = (at: number): string => `${high > low ? (100 * (at - low)) / (high - low) : 50}%`;
  const places: CSSProperties & Record<'--from' | '--to' | '--start', string> = {
    '--from': part(Math.min(start, shown)),
    '--to': part(Math.max(start, shown)),
    '--start': part(start),
  };
  return (
    <li className="slider-row">
      <span className="slider-name" title={`KL ${nats(kl)} nats`}>
        <span>z{dimension}</span>
        <span className="slider-kl" aria-hidden="true">
          <i style={{ transform: `scaleX(${share})` }} />
        </span>
      </span>
      <input
        type="range"
        className="range"
        style={places}
        min={low}
        max={high}
        step={(high - low) / 400 || 'any'}
        value={shown}
        disabled={high === low}
        aria-label={`Latent dimension ${dimension}`}
        aria-valuetext={fixed(shown, 2)}
        data-testid="latent-slider"
        onChange={(event) => moveSlider(atelier, dimension, event.target.valueAsNumber)}
        onDoubleClick={() => resetSlider(atelier, dimension)}
      />
      <output className="slider-value">{fixed(shown, 2)}</output>
      <button
        type="button"
        className="icon-button icon-button-small"
        aria-label={`Reset latent dimension ${dimension}`}
        title="Reset"
        disabled={value === undefined}
        onClick={() => resetSlider(atelier, dimension)}
      >
        <RotateCcw aria-hidden="true" />
      </button>
    </li>
  );
});
