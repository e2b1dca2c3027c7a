import { Maximize, RefreshCw, RotateCcw } from 'lucide-react';
import { useMemo } from 'react';
import { setColourBy } from '../../store/settings';
import { mapAgain, setDimmed } from '../../store/space';
import type { ColourBy } from '../../store/state';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton, Segmented } from '../controls';
import { HoverCard } from './hover-card';
import { LegendOverlay } from './legend';
import { MapCanvas } from './map-canvas';
import { MapEmpty } from './map-empty';
import { MapStatus } from './map-status';
import { useInset } from './use-inset';
import { hasLabels, legendOf, shownColourBy } from './point-colours';

/** The middle: every encoded image as a point, what its colour means, and how far to trust its place. */
export function MapPanel() {
  const atelier = useAtelier();
  const embedding = useAtelierState((state) => state.space.embedding);
  const hasPoints = useAtelierState((state) => state.space.positions !== null);
  const title = useAtelierState((state) => state.space.request?.title);
  const colourBy = useAtelierState((state) => state.settings.colourBy);
  const dimmed = useAtelierState((state) => state.space.dimmed);
  const legend = useMemo(
    () => (embedding === null ? null : legendOf(embedding, colourBy)),
    [embedding, colourBy],
  );
  const { inset, measureLegend, measureStatus } = useInset();
  const shown = embedding === null ? colourBy : shownColourBy(colourBy, embedding);
  return (
    <section className="panel map" aria-label="Map">
      <header className="panel-head">
        <h2>Map</h2>
        {hasPoints && title !== undefined && <span className="panel-note">{title}</span>}
        {embedding !== null && <ColourChooser value={shown} labels={hasLabels(embedding)} />}
        <MapButtons disabled={!hasPoints} />
      </header>
      <div className="map-stage">
        <MapCanvas inset={inset} />
        {!hasPoints && <MapEmpty />}
        {hasPoints && legend !== null && (
          <LegendOverlay
            ref={measureLegend}
            legend={legend}
            dimmed={dimmed}
            onDim={(labels) => setDimmed(atelier, labels)}
          />
        )}
        <MapStatus ref={measureStatus} />
      </div>
      <HoverCard />
    </section>
  );
}

function ColourChooser({ value, labels }: { value: ColourBy; labels: boolean }) {
  const atelier = useAtelier();
  return (
    <Segmented
      label="Colour by"
      value={value}
      options={[
        {
          value: 'label',
          text: 'Label',
          disabled: !labels,
          ...(labels ? {} : { hint: 'These images have no labels' }),
        },
        { value: 'bce', text: 'Error', hint: 'Reconstruction error of each image, nats' },
        { value: 'kl', text: 'KL', hint: 'Divergence of each posterior from the prior, nats' },
      ]}
      onChange={(colourBy) => setColourBy(atelier, colourBy)}
    />
  );
}

function MapButtons({ disabled }: { disabled: boolean }) {
  const atelier = useAtelier();
  const busy = useAtelierState((state) => state.space.progress !== null);
  const hasModel = useAtelierState((state) => state.training.run !== null && state.space.embedding !== null);
  return (
    <div className="button-group">
      <IconButton
        label="Fit"
        shortcut="F"
        icon={<Maximize aria-hidden="true" />}
        disabled={disabled}
        onClick={() => atelier.map?.fit()}
      />
      <IconButton
        label="Reset view"
        shortcut="R"
        icon={<RotateCcw aria-hidden="true" />}
        disabled={disabled}
        onClick={() => atelier.map?.reset()}
      />
      <IconButton
        label="Map again with the newest weights"
        icon={<RefreshCw aria-hidden="true" className={busy ? 'turning' : ''} />}
        disabled={busy || !hasModel}
        onClick={() => void mapAgain(atelier)}
      />
    </div>
  );
}
