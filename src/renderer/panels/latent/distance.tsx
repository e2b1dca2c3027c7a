import { ordinal } from '../format';

/** From here on fewer than one in twenty images lie as far from the others. */
const FAR = 95;

/** A distance from the data, which is a percentile of the images' own distances to their nearest, in words. */
export function distanceInWords(percentile: number): string {
  if (percentile >= 100) return 'farther than any image';
  const whole = Math.floor(percentile);
  return whole < 1 ? 'below the 1st percentile' : `${ordinal(whole)} percentile`;
}

export function isFar(percentile: number): boolean {
  return percentile > FAR;
}

const EXPLAINED =
  'How far this is from the nearest encoded image in latent space, as a percentile of the images’ own distances to their nearest. What is far from all images, the model has never learnt to decode.';

/** How far from the data a decoded vector is. */
export function DistanceBadge({ percentile }: { percentile: number }) {
  const state = percentile >= 100 ? 'beyond' : isFar(percentile) ? 'far' : 'near';
  return (
    <p className={`distance-badge distance-${state}`} title={EXPLAINED} data-testid="distance-badge">
      <span className="distance-scale" aria-hidden="true">
        <i style={{ left: `${Math.min(100, Math.max(0, percentile))}%` }} />
      </span>
      <span>
        From the data: <strong>{distanceInWords(percentile)}</strong>
      </span>
    </p>
  );
}
