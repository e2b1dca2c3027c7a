import { X } from 'lucide-react';
import { useMemo } from 'react';
import { stopsOf } from '../../store/latent/path';
import { selectSecond } from '../../store/map/selection';
import { useAtelier, useAtelierState } from '../atelier-context';
import { PixelImage } from '../pixel-image';

/** The images that the path passes through, in their order; each can be taken out. */
export function Stops() {
  const atelier = useAtelier();
  const embedding = useAtelierState((state) => state.space.embedding);
  const selection = useAtelierState((state) => state.selection);
  const path = useAtelierState((state) => state.path);
  const stops = useMemo(() => stopsOf({ selection, path }), [selection, path]);
  if (embedding === null) return null;
  const { pixels, side, channels } = embedding;
  return (
    <ol className="stops" aria-label="Stops of the path">
      {stops.map((index) => (
        <li key={index} className="stop" data-testid="path-stop">
          <PixelImage {...{ pixels, side, channels, index }} label="" className="stop-image" />
          <span>#{index}</span>
          {stops.length > 2 && (
            <button
              type="button"
              className="stop-remove"
              aria-label={`Take #${index} out of the path`}
              title="Take it out of the path"
              onClick={() => selectSecond(atelier, index)}
            >
              <X aria-hidden="true" />
            </button>
          )}
        </li>
      ))}
      <li className="stops-hint">Shift-click adds a stop</li>
    </ol>
  );
}
