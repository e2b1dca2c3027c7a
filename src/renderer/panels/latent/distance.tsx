import { ACTIVE_VARIANCE } from '../../../core/diagnosis/kl';
import { measuredOf } from '../../../core/latent/distance-from-data';
import { ordinal } from '../../../core/formats/ordinal';
import { measuredIn } from '../../store/latent/live-dimensions';
import { useAtelierState } from '../atelier-context';
import { count } from '../format';

/** From here on fewer than one in twenty images lie as far from the others. */
export const FAR = 95;

/**
 * A distance from `n` images, which is a percentile of their own distances to their nearest, in words: it is said when
 * not all of them were measured.
 */
export function distanceInWords(percentile: number, n: number): string {
  const measured = measuredOf(n);
  const isSampled = measured < n;
  if (percentile >= 100)
    return isSampled ? `farther than any of ${count(measured)} images` : 'farther than any image';
  const whole = Math.floor(percentile);
  const rank = whole < 1 ? 'below the 1st percentile' : `${ordinal(whole)} percentile`;
  return isSampled ? `${rank} of ${count(measured)} images` : rank;
}

/** The same, of the images at hand. */
export function useDistanceInWords(): (percentile: number) => string {
  const n = useAtelierState(({ space }) => space.embedding?.n ?? 0);
  return (percentile) => distanceInWords(percentile, n);
}

export function isFar(percentile: number): boolean {
  return percentile > FAR;
}

const EXPLAINED = `How far this is from the nearest encoded image in latent space, as a percentile of the images’ own distances to their nearest. Dimensions in which mu hardly varies (a variance of ${ACTIVE_VARIANCE} or less) are left out: the decoder does not use them. What is far from all images, the model has never learnt to decode.`;

/** How far from the data a decoded vector is. */
export function DistanceBadge({ percentile }: { percentile: number }) {
  const inWords = useDistanceInWords();
  const measured = useAtelierState(({ space }) => measuredIn(space.embedding));
  const state = percentile >= 100 ? 'beyond' : isFar(percentile) ? 'far' : 'near';
  return (
    <p className={`distance-badge distance-${state}`} title={EXPLAINED} data-testid="distance-badge">
      <span className="distance-scale" aria-hidden="true">
        <i style={{ left: `${Math.min(100, Math.max(0, percentile))}%` }} />
      </span>
      <span>
        From the data: <strong>{inWords(percentile)}</strong>
        {measured !== null && `, ${measured}`}
      </span>
    </p>
  );
}
