import type { DatasetSummary } from '../../../contract/dataset';
import { PixelImage } from '../pixel-image';

/** A few images of every class, as the network will see them once all have been read. */
export function Samples({ summary }: { summary: DatasetSummary }) {
  const { samples, classes, whole } = summary;
  if (samples.n === 0) return null;
  const caption = whole
    ? `Samples, as the network sees them: ${samples.side} × ${samples.side}`
    : 'Samples, as they are';
  return (
    <figure className="samples">
      <figcaption className="field-label">{caption}</figcaption>
      <div className="preview-sample-grid" data-testid="preview-samples">
        {Array.from({ length: samples.n }, (_, i) => {
          const name = classes[samples.labels[i]!]?.name ?? 'no label';
          return (
            <span key={i} title={name}>
              <PixelImage
                pixels={samples.pixels}
                index={i}
                side={samples.side}
                channels={samples.channels}
                label={`An image of ${name}`}
              />
            </span>
          );
        })}
      </div>
    </figure>
  );
}
