import { SlidersHorizontal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Embedding } from '../../../contract/space';
import { setTab } from '../../store/latent-change';
import type { DecodedVector } from '../../store/latent-state';
import { useAtelier } from '../atelier-context';
import { DistanceBadge, distanceInWords, isFar } from '../latent/distance';
import { NearestList } from '../latent/nearest-list';
import { PixelImage } from '../pixel-image';

const explained: Record<DecodedVector['origin'], string> = {
  map: 'Decoded from the mean mu of the 8 nearest points of the map, the nearer the heavier.',
  prior: 'Drawn from N(0, I), on which the model was regularised.',
  mixture: 'Drawn from the mixture of Gaussians that was fitted to the images’ mu.',
  arithmetic: 'Worked out from the means of images.',
};

/** A decoded vector that belongs to no image: how far it is from the data, and the real images near it. */
export function PlaceView({ embedding, place }: { embedding: Embedding; place: DecodedVector }) {
  const atelier = useAtelier();
  const { images, located } = place.decoded;
  const { side, channels, pixels } = images;
  const section = useRef<HTMLElement>(null);
  // It was asked for in the map, while the panel may stand scrolled to something else.
  useEffect(() => section.current?.scrollIntoView({ block: 'nearest' }), [place]);
  return (
    <>
      <section className="place-view" aria-label={place.title} ref={section}>
        <PixelImage
          {...{ pixels, side, channels }}
          label={`Decoded: ${place.title}`}
          testId="place-decoded"
        />
        <div className="place-facts">
          <h3>{place.title}</h3>
          <DistanceBadge percentile={located.percentile[0] ?? 0} />
          {place.mapPercentile !== null && isFar(place.mapPercentile) && (
            <p className="place-warning" data-testid="place-far">
              In the map this place is far from every point ({distanceInWords(place.mapPercentile)}): the
              image stands for the nearest points and says little of the place.
            </p>
          )}
          <p className="place-explained">{explained[place.origin]}</p>
          <button type="button" className="button button-small" onClick={() => setTab(atelier, 'sliders')}>
            <SlidersHorizontal aria-hidden="true" />
            Sliders from here
          </button>
        </div>
      </section>
      <section className="block" aria-label="Nearest real images">
        <h3>
          Nearest real images <span className="unit">distance of mu</span>
        </h3>
        <NearestList embedding={embedding} indices={located.nearest} distances={located.distances} />
      </section>
    </>
  );
}
