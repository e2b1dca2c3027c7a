import { useEffect, useRef } from 'react';
import type { Embedding } from '../../../contract/space';
import { setTab } from '../../store/latent/latent-change';
import type { DecodedVector } from '../../store/latent/latent-state';
import { useAtelier } from '../atelier-context';
import { DecodedVectorView } from '../latent/decoded-vector';
import { FAR, isFar } from '../latent/distance';

const explained: Record<DecodedVector['origin'], string> = {
  map: 'Decoded from the mean mu of the 8 nearest points of the map, the nearer the heavier.',
  prior: 'Drawn from N(0, I), on which the model was regularised.',
  mixture: 'Drawn from the mixture of Gaussians that was fitted to the images’ mu.',
  arithmetic: 'Worked out from the means of images.',
};

/** The decoded vector that was asked for in the map or beside it, in the place of a chosen image. */
export function PlaceView({ embedding, place }: { embedding: Embedding; place: DecodedVector }) {
  const atelier = useAtelier();
  const section = useRef<HTMLElement>(null);
  // It was asked for in the map, while the panel may stand scrolled to something else.
  useEffect(() => section.current?.scrollIntoView({ block: 'nearest' }), [place]);
  return (
    <DecodedVectorView
      ref={section}
      embedding={embedding}
      vector={place}
      testId="place-decoded"
      onSliders={() => setTab(atelier, 'sliders')}
    >
      {place.mapPercentile !== null && isFar(place.mapPercentile) && (
        <p className="place-warning" data-testid="place-far">
          In the map this place is farther from every point than {FAR} of 100 points are from their nearest:
          the image stands for the nearest points and says little of the place.
        </p>
      )}
      <p className="place-explained">{explained[place.origin]}</p>
    </DecodedVectorView>
  );
}
