import { memo, useDeferredValue, useMemo } from 'react';
import type { Embedding } from '../../../contract/space';
import { nearest } from '../../../core/latent/nearest';
import { muOf } from '../../store/map/selection';
import { NearestList } from '../latent/nearest-list';

const SHOWN = 12;

/** The images whose mu lie nearest, in latent space and not in the map. */
export function Neighbours({ embedding, index }: { embedding: Embedding; index: number }) {
  const of = useMemo(() => ({ embedding, index }), [embedding, index]);
  // After the pixels of the image itself.
  return <List {...useDeferredValue(of)} />;
}

const List = memo(function List({ embedding, index }: { embedding: Embedding; index: number }) {
  const found = useMemo(() => nearestTo(embedding, index), [embedding, index]);
  return (
    <section className="block" aria-label="Nearest in latent space">
      <h3>
        Nearest in latent space <span className="unit">distance of mu</span>
      </h3>
      <NearestList embedding={embedding} {...found} />
    </section>
  );
});

/** The nearest others; identical images lie at 0 and count. */
function nearestTo(embedding: Embedding, index: number): { indices: number[]; distances: number[] } {
  const { mu, n, latent } = embedding;
  const found = nearest(mu, n, latent, muOf(embedding, index), SHOWN + 1);
  const places = [...found.indices.keys()].filter((place) => found.indices[place] !== index).slice(0, SHOWN);
  return {
    indices: places.map((place) => found.indices[place]!),
    distances: places.map((place) => found.distances[place]!),
  };
}
