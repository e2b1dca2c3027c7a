import { FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RunSummary } from '../../../contract/run';
import { chooseRun } from '../../store/training/runs';
import { listAll } from '../../store/training/run-shelf';
import { isActive } from '../../store/training/training-phase';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Modal } from '../modal';
import { Comparison } from './comparison';
import { DeletedRuns } from './deleted-runs';
import { RunRow } from './run-row';

/** Lines that can be told apart by their colour. */
export const MOST_COMPARED = 6;

/** All runs: to open, to rename, to lay beside each other, to delete and to take back. */
export function RunsDialog() {
  const atelier = useAtelier();
  const runs = useAtelierState((state) => state.runs);
  const hasDeleted = useAtelierState((state) => state.deletedRuns.length > 0);
  const busy = useAtelierState((state) => isActive(state.training.phase));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  useEffect(() => void listAll(atelier), [atelier]);
  const close = () => atelier.store.setState({ dialog: null });
  // In the order they were chosen in, so that a run keeps its colour.
  const compared = chosen
    .map((folder) => runs.find(({ runFolder }) => runFolder === folder))
    .filter((run): run is RunSummary => run !== undefined);
  const toggle = (folder: string, on: boolean) =>
    setChosen(on ? [...chosen, folder].slice(-MOST_COMPARED) : chosen.filter((one) => one !== folder));
  return (
    <Modal
      title="Runs"
      description="Each is a folder on this computer. Mark some to lay their curves over one another."
      onClose={close}
      testId="runs-dialog"
      wide
    >
      <div className="runs">
        {runs.length === 0 ? (
          <p className="runs-none">
            Nothing has been trained yet. What you train is kept and listed here, with its settings and
            figures.
          </p>
        ) : (
          <ul className="runs-list" aria-label="Runs">
            {runs.map((run) => (
              <RunRow
                key={run.runFolder}
                run={run}
                line={chosen.indexOf(run.runFolder)}
                onCompare={(on) => toggle(run.runFolder, on)}
                onOpened={close}
              />
            ))}
          </ul>
        )}
        {compared.length > 0 && <Comparison runs={compared} />}
        {hasDeleted && <DeletedRuns />}
      </div>
      <footer className="modal-foot runs-foot">
        <button
          type="button"
          className="button"
          disabled={busy}
          onClick={() => {
            close();
            void chooseRun(atelier);
          }}
        >
          <FolderOpen aria-hidden="true" /> Open a run from elsewhere
        </button>
      </footer>
    </Modal>
  );
}
