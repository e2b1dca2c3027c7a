import { useMemo } from 'react';
import type { Embedding } from '../../../contract/space';
import { nearest } from '../../../core/latent/nearest';
import { goTo, muOf, selectSecond } from '../../store/selection';
import { useAtelier } from '../atelier-context';
import { PixelImage } from '../pixel-image';

const SHOWN = 8;

/** The images whose mu lie nearest, in latent space and not in the map. */
export function Neighbours({ embedding, index }: { embedding: Embedding; index: number }) {
  const atelier = useAtelier();
  const found = useMemo(() => nearestTo(embedding, index), [embedding, index]);
  const { pixels, side, channels, labels, labelNames } = embedding;
  return (
    <section className="block" aria-label="Nearest in latent space">
      <h3>
        Nearest in latent space <span className="unit">distance of mu</span>
      </h3>
      <ul className="neighbours">
        {found.map((one) => {
          const name = labelNames[labels[one.index] ?? -1] ?? `#${one.index}`;
          return (
            <li key={one.index}>
              <button
                type="button"
                className="neighbour"
                data-testid="neighbour"
                title={`#${one.index}, ${name}. Shift-click for a path to it`}
                onClick={(event) =>
                  event.shiftKey ? selectSecond(atelier, one.index) : goTo(atelier, one.index)
                }
              >
                <PixelImage
                  {...{ pixels, side, channels }}
                  index={one.index}
                  label={`Go to image ${one.index}`}
                />{' '}
                <span className="neighbour-name">{name}</span>{' '}
                <span className="neighbour-distance">{one.distance.toFixed(2)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The nearest others; identical images lie at 0 and count. */
function nearestTo(embedding: Embedding, index: number): { index: number; distance: number }[] {
  const { mu, n, latent } = embedding;
  const { indices, distances } = nearest(mu, n, latent, muOf(embedding, index), SHOWN + 1);
  return Array.from(indices, (other, place) => ({ index: other, distance: distances[place] ?? Number.NaN }))
    .filter((other) => other.index !== index)
    .slice(0, SHOWN);
}
