import { useEffect, useMemo, useRef } from 'react';
import type { Embedding } from '../../../contract/space';
import { useAtelierState } from '../atelier-context';
import { ordinal } from '../../../core/formats/ordinal';
import { nats, percent } from '../format';
import { PixelImage } from '../pixel-image';
import { shownValue } from '../../store/map/columns';
import { whyNotDecoded } from '../../store/map/selection';
import { distortionOnScreen } from '../../store/training/replay';
import type { SelectionSlice } from '../../store/map/selection-state';
import { differenceOf, percentileOf } from './compare';

interface OfImage {
  embedding: Embedding;
  index: number;
}

/** An image beside its reconstruction, where the two differ, and what is known of it. */
export function Comparison({
  embedding,
  index,
  selection: { decoded, error },
}: OfImage & { selection: Pick<SelectionSlice, 'decoded' | 'error'> }) {
  const why = useAtelierState(whyNotDecoded);
  const { side, channels, pixels } = embedding;
  const whole = useRef<HTMLDivElement>(null);
  // It may have been chosen from further down: a neighbour, a pin.
  useEffect(() => whole.current?.scrollIntoView({ block: 'nearest' }), [index]);
  const isAbsent = embedding.absent?.rows[index] === 1;
  const images = decoded?.index === index ? decoded.images : null;
  const difference = useMemo(
    () =>
      images?.pixels.length !== side * side * channels || pixels.length === 0 || isAbsent
        ? null
        : differenceOf(pixels, index, images.pixels),
    [pixels, index, images, side, channels, isAbsent],
  );
  return (
    <div ref={whole} className="comparison">
      <figure>
        {pixels.length === 0 ? (
          <Absent why="These vectors came without images" error={null} />
        ) : isAbsent ? (
          // What stands in for it in the map is its reconstruction, which is beside this.
          <Absent why="The image is missing" error={null} />
        ) : (
          <PixelImage
            {...{ pixels, index, side, channels }}
            label={`Original of image ${index}`}
            testId="inspector-original"
          />
        )}
        <figcaption>Original</figcaption>
      </figure>
      <figure>
        {images === null ? (
          <Absent why={why} error={error} />
        ) : (
          <PixelImage
            pixels={images.pixels}
            side={images.side}
            channels={images.channels}
            label={`Reconstruction of image ${index}`}
            testId="inspector-reconstruction"
          />
        )}
        <figcaption>Reconstruction</figcaption>
      </figure>
      <ImageFacts embedding={embedding} index={index} />
      {pixels.length > 0 && (
        <figure>
          {difference === null ? (
            <Absent why={null} error={null} />
          ) : (
            <PixelImage
              pixels={difference}
              {...{ side, channels }}
              label={`Difference of image ${index} and its reconstruction`}
              testId="inspector-difference"
            />
          )}
          <figcaption>Difference</figcaption>
        </figure>
      )}
      <OwnColumns embedding={embedding} index={index} />
    </div>
  );
}

/** The place of an image that is not there: why there is none, or what went wrong. */
function Absent({ why, error }: { why: string | null; error: string | null }) {
  if (why !== null) return <div className="pixel-image pixel-image-empty pixel-image-why">{why}</div>;
  return (
    <div className="pixel-image pixel-image-empty" role={error === null ? undefined : 'alert'}>
      {error}
    </div>
  );
}

/** What the columns of the data say of an image. */
function OwnColumns({ embedding, index }: OfImage) {
  const rows = (embedding.columns ?? []).map(
    ({ name, values }) => [name, shownValue(values[index])] as const,
  );
  if (rows.length === 0) return null;
  return (
    <dl className="facts own-columns" aria-label="Columns of the data">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt title={name}>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}

function ImageFacts({ embedding, index }: OfImage) {
  const { labels, labelNames, bce, kl, isTest, splits, files } = embedding;
  const error = bce[index] ?? Number.NaN;
  const divergence = kl[index] ?? Number.NaN;
  const rank = useMemo(() => percentileOf(bce, error), [bce, error]);
  const distortion = useAtelierState((state) => distortionOnScreen(state, index));
  // As the data names it, which may be neither, or not at all.
  const split = splits?.[index] ?? (isTest[index] === 1 ? 'test' : 'train');
  const name = labelNames[labels[index] ?? -1];
  const file = files[index];
  return (
    <dl className="image-facts">
      {labelNames.length > 0 && (
        <div>
          <dt>Label</dt>
          <dd className="image-facts-label">{name ?? 'none'}</dd>
        </div>
      )}
      <div>
        <dt>Index</dt>
        <dd>
          {index}
          {split !== '' && `, ${split}`}
        </dd>
      </div>
      {!Number.isNaN(error) && (
        <div>
          <dt title="Binary cross-entropy, nats; and how many of the images have a smaller one">Error</dt>
          <dd>
            {nats(error)} <small>{ordinal(rank)} percentile</small>
          </dd>
        </div>
      )}
      {!Number.isNaN(divergence) && (
        <div>
          <dt title="Divergence of its posterior from the prior, nats">KL</dt>
          <dd>{nats(divergence)}</dd>
        </div>
      )}
      {Number.isFinite(distortion) && (
        <div>
          <dt title="The share of its 15 nearest in latent space that are not among its 15 nearest in the map">
            Distortion
          </dt>
          <dd>
            {percent(distortion)} <small>neighbours lost</small>
          </dd>
        </div>
      )}
      {file !== undefined && file !== '' && (
        <div>
          <dt>File</dt>
          <dd className="path" title={file}>
            {file}
          </dd>
        </div>
      )}
    </dl>
  );
}
