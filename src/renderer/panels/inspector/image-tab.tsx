import { MousePointerClick } from 'lucide-react';
import { focused, setFocus } from '../../store/map/selection';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Segmented } from '../controls';
import { ChosenGroup } from './chosen-group';
import { Comparison } from './comparison';
import { HistoryBar } from './history-bar';
import { Neighbours } from './neighbours';
import { Pins } from './pins';
import { PlaceView } from './place-view';
import { useShownSelection } from './shown-selection';

/** The chosen image beside what the model makes of it, or a decoded place; what is near; what is pinned. */
export function ImageTab() {
  const atelier = useAtelier();
  const embedding = useAtelierState((state) => state.space.embedding);
  const selection = useShownSelection();
  const hasVia = useAtelierState((state) => state.path.via.length > 0);
  const place = useAtelierState((state) => state.latent.place.shown);
  const error = useAtelierState((state) => state.latent.place.error);
  const rows = useAtelierState((state) => state.groups.rows);
  const hasPins = useAtelierState((state) => state.latent.pins.length > 0);
  const index = focused(selection);
  if (embedding === null) return <Empty hasImages={false} />;
  return (
    <>
      {error !== null && (
        <p className="panel-error" role="alert">
          {error}
        </p>
      )}
      <HistoryBar index={place === null ? index : null} />
      {place !== null && <PlaceView embedding={embedding} place={place} />}
      {place === null && index !== null && (
        <>
          {selection.b !== null && (
            <Segmented
              label="End of the path"
              value={selection.focus}
              options={[
                { value: 'a', text: `From #${selection.a ?? 0}` },
                { value: 'b', text: `${hasVia ? 'Last' : 'To'} #${selection.b}` },
              ]}
              onChange={(focus) => setFocus(atelier, focus)}
            />
          )}
          <Comparison embedding={embedding} index={index} selection={selection} />
          <Neighbours embedding={embedding} index={index} />
        </>
      )}
      {place === null && index === null && rows !== null && <ChosenGroup embedding={embedding} rows={rows} />}
      {place === null && index === null && rows === null && !hasPins && <Empty hasImages />}
      <Pins embedding={embedding} />
    </>
  );
}

function Empty({ hasImages }: { hasImages: boolean }) {
  return (
    <div className="panel-empty">
      <MousePointerClick aria-hidden="true" />
      {hasImages ? (
        <>
          <p>Click a point to decode it.</p>
          <p>Shift-click further ones for a path through them.</p>
          <p>Alt-click any place to decode what lies there.</p>
        </>
      ) : (
        <p>A chosen image will stand here beside what the model makes of it.</p>
      )}
    </div>
  );
}
