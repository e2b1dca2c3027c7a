import { useMemo, useState } from 'react';
import { shownEpoch } from '../../store/training/replay';
import { useAtelierState } from '../atelier-context';
import { nats } from '../format';

const HEIGHT = 40;
/** Nats of a full bar at least: of a collapsed posterior no bar may stand. */
const FULL_BAR = 0.05;

/** KL of each latent dimension, the largest first: which of them carry something. */
export function KlBars() {
  const last = useAtelierState(shownEpoch);
  const [hovered, setHovered] = useState<number | null>(null);
  const values = last?.klPerDimension;
  const sorted = useMemo(
    () =>
      (values ?? [])
        .map((value, dimension) => ({ value, dimension }))
        .sort((first, second) => second.value - first.value),
    [values],
  );
  if (last === undefined || sorted.length === 0) return null;
  const largest = sorted[0]?.value ?? 0;
  const scale = Math.max(largest, FULL_BAR);
  const shown = hovered === null ? undefined : sorted[hovered];
  return (
    <section className="block" aria-label="KL per dimension">
      <h3>
        KL per dimension
        <span className="active-units" data-testid="active-units">
          {last.activeUnits} of {sorted.length} active
        </span>
      </h3>
      <svg
        className="kl-bars"
        viewBox={`0 0 ${sorted.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`KL of ${sorted.length} dimensions, from ${nats(largest)} to ${nats(
          sorted.at(-1)?.value ?? 0,
        )} nats`}
        onPointerLeave={() => setHovered(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const place = Math.floor(((event.clientX - box.left) / box.width) * sorted.length);
          setHovered(Math.min(sorted.length - 1, Math.max(0, place)));
        }}
      >
        {sorted.map(({ value, dimension }, place) => {
          const height = Math.max(0.4, (value / scale) * HEIGHT);
          return (
            <rect
              key={dimension}
              className={place === hovered ? 'kl-bar kl-bar-hovered' : 'kl-bar'}
              x={place + 0.1}
              y={HEIGHT - height}
              width={0.8}
              height={height}
            />
          );
        })}
      </svg>
      <p className="field-hint">
        {shown === undefined
          ? `Nats, the largest first: ${nats(largest)} to ${nats(sorted.at(-1)?.value ?? 0)}`
          : `Dimension ${shown.dimension}: ${nats(shown.value)} nats`}
      </p>
    </section>
  );
}
