import { RotateCcw, SlidersHorizontal } from 'lucide-react';
import { useMemo } from 'react';
import type { Embedding } from '../../../contract/space';
import { ACTIVE_VARIANCE } from '../../../core/diagnosis/kl';
import { liveOf } from '../../store/latent/live-dimensions';
import {
  MOST_MEASURED,
  resetSliders,
  sliderDimensions,
  type SliderDimension,
} from '../../store/latent/sliders';
import { useAtelier, useAtelierState } from '../atelier-context';
import { count } from '../format';
import { DistanceBadge } from './distance';
import { MovedImage } from './moved-image';
import { NearestList } from './nearest-list';
import { SliderRow } from './slider-row';

/** The latent dimensions as sliders, from the image or place at hand. */
export function SlidersTab() {
  const embedding = useAtelierState((state) => state.space.embedding);
  const base = useAtelierState((state) => state.latent.sliders.base);
  if (embedding === null || base === null) return <Empty hasImages={embedding !== null} />;
  return (
    <>
      <Head embedding={embedding} />
      <Rows embedding={embedding} />
    </>
  );
}

function Head({ embedding }: { embedding: Embedding }) {
  const atelier = useAtelier();
  const name = useAtelierState((state) => state.latent.sliders.base?.name ?? '');
  const moved = useAtelierState((state) => state.latent.sliders.moved.size);
  const located = useAtelierState((state) => state.latent.sliders.located);
  const error = useAtelierState((state) => state.latent.sliders.error);
  return (
    <section className="sliders-head" aria-label="Moved image">
      <div className="sliders-images">
        <MovedImage embedding={embedding} />
        <div className="sliders-facts">
          <p>
            From <strong>{name}</strong>
            <br />
            <span className="unit">
              {moved === 0
                ? 'nothing moved yet'
                : `${moved} ${moved === 1 ? 'dimension' : 'dimensions'} moved`}
            </span>
          </p>
          <button
            type="button"
            className="button button-small"
            disabled={moved === 0}
            onClick={() => resetSliders(atelier)}
          >
            <RotateCcw aria-hidden="true" />
            Reset all
          </button>
        </div>
      </div>
      {error !== null && (
        <p className="panel-error" role="alert">
          {error}
        </p>
      )}
      {located === null ? (
        <NotLocated />
      ) : (
        <>
          <DistanceBadge percentile={located.percentile[0] ?? 0} />
          <NearestList embedding={embedding} indices={located.nearest} distances={located.distances} />
        </>
      )}
    </section>
  );
}

/** As high as what comes in its place with the first move: the slider must not leave the pointer that holds it. */
function NotLocated() {
  return (
    <>
      <p className="distance-badge">
        <span className="distance-scale" aria-hidden="true" />
        <span>Move a slider to see how far that leads from the data.</span>
      </p>
      <ul className="neighbours" aria-hidden="true" data-testid="sliders-not-located">
        <li className="neighbour">
          <span className="pixel-image" />
          <span className="neighbour-name">&nbsp;</span>
          <span className="neighbour-distance">&nbsp;</span>
        </li>
      </ul>
    </>
  );
}

function Rows({ embedding }: { embedding: Embedding }) {
  const dimensions = useMemo(() => sliderDimensions(embedding), [embedding]);
  const most = dimensions[0]?.kl ?? 0;
  const { active } = liveOf(embedding);
  const carrying = dimensions.filter(({ dimension }) => active.has(dimension));
  const idle = dimensions.filter(({ dimension }) => !active.has(dimension));
  return (
    <section className="block" aria-label="Latent dimensions">
      <h3>
        {active.size} of {embedding.latent} active{' '}
        <span className="unit">by KL; 1st to 99th percentile{ofSome(embedding)}</span>
      </h3>
      <RowList dimensions={carrying} most={most} />
      {idle.length > 0 && (
        <details className="sliders-idle">
          <summary>
            {idle.length} {idle.length === 1 ? 'dimension is' : 'dimensions are'} not active (variance of mu{' '}
            {ACTIVE_VARIANCE} or less)
          </summary>
          <RowList dimensions={idle} most={most} />
        </details>
      )}
    </section>
  );
}

/** Says it where one sees it when not all images were measured. */
function ofSome({ n }: Embedding): string {
  return n > MOST_MEASURED ? ` of ${count(MOST_MEASURED)} images` : '';
}

function RowList({ dimensions, most }: { dimensions: readonly SliderDimension[]; most: number }) {
  return (
    <ul className="sliders">
      {dimensions.map((one) => (
        <SliderRow key={one.dimension} of={one} share={most > 0 ? one.kl / most : 0} />
      ))}
    </ul>
  );
}

function Empty({ hasImages }: { hasImages: boolean }) {
  return (
    <div className="panel-empty">
      <SlidersHorizontal aria-hidden="true" />
      <p>
        {hasImages
          ? 'Choose an image, or alt-click a place in the map: the sliders start from there.'
          : 'The sliders need a model and encoded images: open a run or train one.'}
      </p>
    </div>
  );
}
