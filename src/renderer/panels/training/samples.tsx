import { replayedSamples } from '../../store/training/replay';
import { useAtelierState } from '../atelier-context';
import { PixelImage } from '../pixel-image';

const COLUMNS = 10;

/** Test images over what the model makes of them, as in the notebook's last cell. */
export function Samples() {
  const shownEpoch = useAtelierState((state) => state.replay.shown);
  const replayed = useAtelierState(replayedSamples);
  const newest = useAtelierState((state) => state.training.samples);
  const samples = replayed ?? newest;
  if (samples === null) return null;
  const shown = Array.from({ length: Math.min(samples.n, COLUMNS) }, (_, index) => index);
  const { side, channels } = samples;
  return (
    <section className="block" aria-label="Reconstructions of test images">
      <h3>
        Originals over reconstructions{' '}
        {shownEpoch !== null && (
          <span className="unit">{replayed === null ? 'newest' : `epoch ${replayed.epoch}`}</span>
        )}
      </h3>
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
