import { useAtelierState } from '../atelier-context';
import { PixelImage } from '../pixel-image';

const COLUMNS = 10;

/** Test images over what the model makes of them, as in the notebook's last cell. */
export function Samples() {
  const samples = useAtelierState((state) => state.training.samples);
  if (samples === null) return null;
  const shown = Array.from({ length: Math.min(samples.n, COLUMNS) }, (_, index) => index);
  const { side, channels } = samples;
  return (
    <section className="block" aria-label="Reconstructions of test images">
      <h3>Originals over reconstructions</h3>
      <div className="sample-grid" data-testid="samples">
        {shown.map((index) => (
          <PixelImage
            key={`original-${index}`}
            pixels={samples.originals}
            {...{ index, side, channels }}
            label={`Original ${index + 1}`}
            testId="sample-original"
          />
        ))}
        {shown.map((index) => (
          <PixelImage
            key={`reconstruction-${index}`}
            pixels={samples.reconstructions}
            {...{ index, side, channels }}
            label={`Reconstruction ${index + 1}`}
            testId="sample-reconstruction"
          />
        ))}
      </div>
    </section>
  );
}
