import { X } from 'lucide-react';
import type { Embedding } from '../../../contract/space';
import { LONGEST_NOTE, setNote, togglePin } from '../../store/latent/pins';
import { goTo, selectSecond } from '../../store/map/selection';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton } from '../controls';
import { PixelImage } from '../pixel-image';

/** The images that are kept at hand, each with a note; they are there again when the run is opened again. */
export function Pins({ embedding }: { embedding: Embedding }) {
  const atelier = useAtelier();
  const pins = useAtelierState((state) => state.latent.pins);
  if (pins.length === 0) return null;
  const { pixels, side, channels, labels, labelNames } = embedding;
  return (
    <section className="block" aria-label="Pinned images">
      <h3>
        Pinned <span className="unit">{pins.length}</span>
      </h3>
      <ul className="pins">
        {pins.map(({ index, note }) => {
          const name = labelNames[labels[index] ?? -1] ?? 'no label';
          return (
            <li key={index} className="pin" data-testid="pin">
              <button
                type="button"
                className="neighbour pin-image"
                title={`Go to #${index}, ${name}. Shift-click for a path to it`}
                onClick={(event) => (event.shiftKey ? selectSecond(atelier, index) : goTo(atelier, index))}
              >
                <PixelImage {...{ pixels, side, channels, index }} label={`Go to pinned image ${index}`} />
              </button>
              <div className="pin-text">
                <span>
                  {name} <span className="unit">#{index}</span>
                </span>
                <input
                  className="input pin-note"
                  aria-label={`Note on image ${index}`}
                  placeholder="Note"
                  maxLength={LONGEST_NOTE}
                  value={note}
                  onChange={(event) => setNote(atelier, index, event.target.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
                  }}
                />
              </div>
              <IconButton
                label={`Unpin image ${index}`}
                className="icon-button-small"
                icon={<X aria-hidden="true" />}
                onClick={() => togglePin(atelier, index)}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
