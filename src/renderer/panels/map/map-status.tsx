import { Progress } from 'radix-ui';
import type { Ref } from 'react';
import { useAtelierState } from '../atelier-context';
import { Hint } from '../controls';
import { count, percent } from '../format';

/** How far the map is while it is made, and how far it is to be trusted once it stands. */
export function MapStatus({ ref }: { ref?: Ref<HTMLDivElement> }) {
  const progress = useAtelierState((state) => state.space.progress);
  const map = useAtelierState((state) => state.space.map);
  const n = useAtelierState((state) => state.space.embedding?.n);
  const points = useAtelierState((state) => state.space.positions !== null);
  return (
    <div
      ref={ref}
      className="map-status"
      data-testid="map-status"
      data-state={statusOf(progress !== null, map !== null)}
    >
      {points && n !== undefined && <span>{count(n)} points</span>}
      {points && n !== undefined && <FewThumbnails n={n} />}
      {progress === null && map !== null && <Trust />}
      {progress !== null && (
        <span className="map-progress" role="status">
          {progress.text}
          {progress.fraction !== null && ` ${percent(progress.fraction)}`}
          <Progress.Root
            className="progress progress-thin"
            value={progress.fraction === null ? null : Math.round(progress.fraction * 100)}
            aria-label="Map progress"
          >
            <Progress.Indicator
              className="progress-bar"
              style={{ transform: `scaleX(${progress.fraction ?? 0})` }}
            />
          </Progress.Root>
        </span>
      )}
    </div>
  );
}

function statusOf(busy: boolean, done: boolean): string {
  if (busy) return 'busy';
  return done ? 'done' : 'empty';
}

/** Says when graphics memory does not hold a thumbnail for every point. */
function FewThumbnails({ n }: { n: number }) {
  const thumbnails = useAtelierState((state) => state.space.thumbnails);
  if (thumbnails === null || thumbnails >= n) return null;
  return (
    <Hint text="Graphics memory holds no more. The other points stay discs however near they are; the inspector shows their images.">
      <button type="button" className="figure-button" data-testid="few-thumbnails">
        {thumbnails === 0 ? 'no thumbnails' : `thumbnails for the first ${count(thumbnails)}`}
      </button>
    </Hint>
  );
}

function Trust() {
  const map = useAtelierState((state) => state.space.map);
  if (map === null) return null;
  const { trustworthiness, sampled, n, seconds, epochs, notes } = map;
  const total = Object.values(seconds).reduce((sum, one) => sum + one, 0);
  const basis =
    sampled >= n ? `all ${count(n)} points` : `a sample of ${count(sampled)} of ${count(n)} points`;
  return (
    <>
      {trustworthiness !== null && (
        <Hint
          text={
            <>
              How far near neighbours in the map are near neighbours in latent space too: 1 is a map that
              brings no strangers close. Of the 15 nearest, on {basis}.
            </>
          }
        >
          <button type="button" className="figure-button" data-testid="map-quality">
            Trustworthiness <strong>{trustworthiness.toFixed(3)}</strong>
          </button>
        </Hint>
      )}
      <Hint text={[`${count(epochs)} epochs of layout.`, ...notes].join(' ')}>
        <button type="button" className="figure-button">
          laid out in {total.toFixed(1)} s
        </button>
      </Hint>
    </>
  );
}
