import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import type { Embedding } from '../../../contract/space';
import type { DecodedVector } from '../../store/latent/latent-state';
import { PixelImage } from '../pixel-image';
import { DistanceBadge } from './distance';
import { NearestList } from './nearest-list';

interface DecodedVectorViewProps {
  embedding: Embedding;
  vector: DecodedVector;
  testId: string;
  /** What else is to be said of it. */
  children?: ReactNode;
  ref?: Ref<HTMLElement>;
  onSliders: () => void;
}

/** A vector that belongs to no image, decoded: how far it is from the data, and the real images near it. */
export function DecodedVectorView({
  embedding,
  vector,
  testId,
  children,
  ref,
  onSliders,
}: DecodedVectorViewProps) {
  const { title, decoded } = vector;
  const { images, located } = decoded;
  return (
    <>
      <section className="place-view" aria-label={title} ref={ref}>
        <PixelImage {...images} index={0} label={`Decoded: ${title}`} testId={testId} />
        <div className="place-facts">
          <h3>{title}</h3>
          <DistanceBadge percentile={located.percentile[0] ?? 0} />
          {children}
          <button type="button" className="button button-small" onClick={onSliders}>
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
