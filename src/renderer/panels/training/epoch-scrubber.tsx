import { Pause, Play } from 'lucide-react';
import { Slider } from 'radix-ui';
import {
  fittingMaps,
  replayedMap,
  showEpoch,
  showNextEpoch,
  toggleReplay,
} from '../../store/training/replay';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton } from '../controls';
import { usePlayer } from '../use-player';

/** A little longer than the points take from one place to the next. */
const EPOCH_MS = 700;

/** Turns back to an earlier epoch: its figures here, and where the points stood in the map. */
export function EpochScrubber() {
  const atelier = useAtelier();
  const epochs = useAtelierState((state) => state.training.epochs);
  const shown = useAtelierState((state) => state.replay.shown);
  const playing = useAtelierState((state) => state.replay.playing);
  usePlayer(playing, EPOCH_MS, showNextEpoch);
  if (epochs.length < 2) return null;
  const last = epochs.length - 1;
  const found = epochs.findIndex(({ epoch }) => epoch === shown);
  const at = found < 0 ? last : found;
  return (
    <section className="block epochs" aria-label="Epochs" data-testid="epoch-scrubber">
      <h3>
        Epoch {epochs[at]?.epoch} <span className="unit">of {epochs[last]?.epoch}</span>
        {shown !== null && (
          <button
            type="button"
            className="button button-small epochs-newest"
            onClick={() => showEpoch(atelier, null)}
          >
            Newest
          </button>
        )}
      </h3>
      <div className="epochs-line">
        <IconButton
          label={playing ? 'Stop the replay' : 'Replay the epochs'}
          icon={playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
          className="icon-button-small"
          onClick={() => toggleReplay(atelier)}
        />
        <Slider.Root
          className="slider"
          min={0}
          max={last}
          value={[at]}
          onValueChange={([place]) => {
            const epoch = epochs[place ?? last];
            if (epoch !== undefined) showEpoch(atelier, epoch.epoch);
          }}
        >
          <Slider.Track className="slider-track">
            <Slider.Range className="slider-range" />
          </Slider.Track>
          <Slider.Thumb
            className="slider-thumb"
            aria-label="Epoch that is shown"
            aria-valuetext={`Epoch ${epochs[at]?.epoch ?? ''}`}
          />
        </Slider.Root>
      </div>
      <p className="field-hint">
        <MapOfEpoch />
      </p>
    </section>
  );
}

/** Which map the slider shows; colours and images are always those of the newest weights. */
function MapOfEpoch() {
  const shown = useAtelierState((state) => state.replay.shown);
  const kept = useAtelierState((state) => state.replay.maps.length);
  const maps = useAtelierState((state) => fittingMaps(state).length);
  const epoch = useAtelierState((state) => replayedMap(state)?.epoch ?? null);
  if (shown === null) {
    if (maps > 1) return `Figures of each epoch, and ${maps} maps.`;
    return kept > 1
      ? 'Figures of each epoch. The maps that are kept are of other images or dimensions than the one shown.'
      : 'Figures of each epoch. Of earlier epochs no map is kept.';
  }
  if (epoch === null) return 'No earlier map is kept: the map is the newest.';
  const which = epoch === shown ? 'The map is that of this epoch' : `The map is that of epoch ${epoch}`;
  return `${which}; colours and images are the newest.`;
}
