import { showSetUp } from '../../store/training/training';
import { isActive } from '../../store/training/training-phase';
import { useAtelier, useAtelierState } from '../atelier-context';
import { RunView } from './run-view';
import { SetUpForm } from './set-up-form';

/** The left panel: the form for a run, or the run. */
export function TrainingPanel() {
  const atelier = useAtelier();
  const setUp = useAtelierState((state) => state.training.setUp);
  const phase = useAtelierState((state) => state.training.phase);
  const hasRun = useAtelierState((state) => state.training.run !== null || isActive(state.training.phase));
  return (
    <section className="panel training" aria-label="Training">
      <header className="panel-head">
        <h2>Training</h2>
        {hasRun && setUp && (
          <button type="button" className="button button-small" onClick={() => showSetUp(atelier, false)}>
            Back to the run
          </button>
        )}
        {hasRun && !setUp && !isActive(phase) && (
          <button type="button" className="button button-small" onClick={() => showSetUp(atelier, true)}>
            New run
          </button>
        )}
      </header>
      <div className="panel-body">{setUp ? <SetUpForm /> : <RunView />}</div>
    </section>
  );
}
