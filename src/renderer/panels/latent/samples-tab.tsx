import { Dices, LoaderCircle, Square } from 'lucide-react';
import type { DecodedLatents, LatentSamples } from '../../../contract/latent';
import { ordinal } from '../../../core/formats/ordinal';
import {
  drawOthers,
  drawSamples,
  markSamples,
  MIXTURE_COMPONENTS,
  setComponents,
  showSample,
  stopSamples,
} from '../../store/latent/samples';
import { measuredIn } from '../../store/latent/live-dimensions';
import { useAtelier, useAtelierState } from '../atelier-context';
import { count, fixed } from '../format';
import { PixelImage } from '../pixel-image';
import { useDistanceInWords } from './distance';

/** Images drawn from the prior beside ones drawn from where the data really lie. */
export function SamplesTab() {
  const atelier = useAtelier();
  const hasImages = useAtelierState((state) => state.space.embedding !== null);
  const { result, busy, error, components } = useAtelierState((state) => state.latent.samples);
  return (
    <>
      <p className="tool-intro">
        A model trained with a prior should decode draws from it well. Where the images’ mu really lie (the
        aggregate posterior) is another distribution: compare the two.
      </p>
      <div className="tool-row">
        {busy ? (
          <button type="button" className="button" onClick={() => void stopSamples(atelier)}>
            <Square aria-hidden="true" />
            Stop
          </button>
        ) : (
          <button
            type="button"
            className="button"
            disabled={!hasImages}
            onClick={() => (result === null ? drawSamples(atelier) : drawOthers(atelier))}
          >
            <Dices aria-hidden="true" />
            {result === null ? 'Draw samples' : 'Draw others'}
          </button>
        )}
        <label className="steps" title="How many Gaussians the mixture has">
          Gaussians
          <input
            className="input"
            type="number"
            min={MIXTURE_COMPONENTS.min}
            max={MIXTURE_COMPONENTS.max}
            disabled={!hasImages}
            value={components}
            onChange={(event) => setComponents(atelier, event.target.valueAsNumber)}
          />
        </label>
      </div>
      {!hasImages && <p className="tool-note">There are no encoded images yet: open a run or train one.</p>}
      {busy && (
        <p className="tool-note" role="status">
          <LoaderCircle aria-hidden="true" className="turning" /> Fitting the mixture and decoding
        </p>
      )}
      {error !== null && (
        <p className="panel-error" role="alert">
          {error}
        </p>
      )}
      {result !== null && <Samples result={result} />}
    </>
  );
}

function Samples({ result }: { result: LatentSamples }) {
  const { components, fittedOn, logDensity } = result;
  const measured = useAtelierState(({ space }) => measuredIn(space.embedding));
  const density = (of: 'prior' | 'mixture') =>
    logDensity === null ? null : `${fixed(logDensity[of], 1)} nats`;
  return (
    <>
      <SampleGrid origin="prior" title="Prior, N(0, I)" set={result.prior} density={density('prior')} />
      <SampleGrid
        origin="mixture"
        title={components === 1 ? 'One Gaussian' : `Mixture of ${components} Gaussians`}
        set={result.mixture}
        density={density('mixture')}
      />
      <p className="tool-note">
        The mixture was fitted to the mu of {count(fittedOn)} images.
        {measured !== null && ` Distances and densities are measured ${measured}.`}
        {logDensity !== null &&
          ` Mean log density of the mu of ${count(logDensity.unseen)} others: the greater, the better they are described.`}
      </p>
    </>
  );
}

interface SampleGridProps {
  origin: 'prior' | 'mixture';
  title: string;
  set: DecodedLatents;
  density: string | null;
}

function SampleGrid({ origin, title, set, density }: SampleGridProps) {
  const atelier = useAtelier();
  const { n, pixels, side, channels } = set.images;
  const inWords = useDistanceInWords();
  const { percentile } = set.located;
  const median = percentile.slice().sort()[Math.floor(n / 2)] ?? 0;
  return (
    <section
      className="block"
      aria-label={title}
      onPointerEnter={() => markSamples(atelier, origin)}
      onPointerLeave={() => markSamples(atelier, 'both')}
      data-testid={`samples-${origin}`}
    >
      <h3>
        {title} {density !== null && <span className="unit">{density}</span>}
      </h3>
      <ul className="samples-grid">
        {Array.from({ length: n }, (_, at) => (
          <li key={at}>
            <button
              type="button"
              className="neighbour"
              title="Show it in the inspector"
              onClick={() => showSample(atelier, origin, at)}
              onFocus={() => markSamples(atelier, origin)}
            >
              <PixelImage
                {...{ pixels, side, channels }}
                index={at}
                label={`Sample ${at + 1} of the ${origin}, ${ordinal(Math.floor(percentile[at] ?? 0))} percentile from the data`}
              />
            </button>
          </li>
        ))}
      </ul>
      <p className="tool-note">Median distance from the data: {inWords(median)}</p>
    </section>
  );
}
