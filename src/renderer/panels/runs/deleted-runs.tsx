import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { folderName } from '../../store/training/training';
import { removeDeletedRuns, restoreRun } from '../../store/training/run-shelf';
import { useAtelier, useAtelierState } from '../atelier-context';
import { plural } from '../format';

/** What was deleted and can be taken back, until it is removed for good. */
export function DeletedRuns() {
  const atelier = useAtelier();
  const runs = useAtelierState((state) => state.deletedRuns);
  const [asking, setAsking] = useState(false);
  return (
    <details className="deleted-runs" data-testid="deleted-runs">
      <summary>{plural(runs.length, 'deleted run', 'deleted runs')}</summary>
      <ul>
        {runs.map((run) => (
          <li key={run.runFolder}>
            <span>{run.name}</span>
            <button
              type="button"
              className="button button-small"
              aria-label={`Take ${run.name} back`}
              onClick={() => void restoreRun(atelier, folderName(run.runFolder))}
            >
              <Undo2 aria-hidden="true" /> Take back
            </button>
          </li>
        ))}
      </ul>
      {asking ? (
        <p className="deleted-runs-ask">
          There is no way back from this.
          <button
            type="button"
            className="button button-small button-danger"
            onClick={() => {
              setAsking(false);
              void removeDeletedRuns(atelier);
            }}
          >
            Remove {plural(runs.length, 'run', 'runs')} from the disk
          </button>
          <button type="button" className="button button-small" onClick={() => setAsking(false)}>
            Keep
          </button>
        </p>
      ) : (
        <button type="button" className="button button-small" onClick={() => setAsking(true)}>
          Remove for good…
        </button>
      )}
    </details>
  );
}
