import { MousePointerClick, X } from 'lucide-react';
import { clearSelection, focused, setFocus } from '../../store/selection';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton, Segmented } from '../controls';
import { Comparison } from './comparison';
import { GoToIndex } from './go-to-index';
import { Neighbours } from './neighbours';

/** The right panel: the chosen image, what the model makes of it, and what lies near it. */
export function Inspector() {
  const atelier = useAtelier();
  const embedding = useAtelierState((state) => state.space.embedding);
  const selection = useAtelierState((state) => state.selection);
  const index = focused(selection);
  return (
    <section className="panel inspector" aria-label="Inspector">
      <header className="panel-head">
        <h2>Inspector</h2>
        {embedding !== null && <GoToIndex n={embedding.n} />}
        {index !== null && (
          <IconButton
            label="Choose nothing"
            shortcut="Esc"
            icon={<X aria-hidden="true" />}
            onClick={() => clearSelection(atelier)}
          />
        )}
      </header>
      <div className="panel-body">
        {embedding === null || index === null ? (
          <Empty hasImages={embedding !== null} />
        ) : (
          <>
            {selection.b !== null && (
              <Segmented
                label="End of the path"
                value={selection.focus}
                options={[
                  { value: 'a', text: `From #${selection.a ?? 0}` },
                  { value: 'b', text: `To #${selection.b}` },
                ]}
                onChange={(focus) => setFocus(atelier, focus)}
              />
            )}
            <Comparison embedding={embedding} index={index} />
            <Neighbours embedding={embedding} index={index} />
          </>
        )}
      </div>
    </section>
  );
}

function Empty({ hasImages }: { hasImages: boolean }) {
  return (
    <div className="panel-empty">
      <MousePointerClick aria-hidden="true" />
      {hasImages ? (
        <>
          <p>Click a point to decode it.</p>
          <p>Shift-click a second one for the path between the two.</p>
        </>
      ) : (
        <p>A chosen image will stand here beside what the model makes of it.</p>
      )}
    </div>
  );
}
