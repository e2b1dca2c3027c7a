import { SlidersHorizontal } from 'lucide-react';
import { showSetUp } from '../../store/training/training';
import { useAtelier } from '../atelier-context';

/** In the place of what prolongs a run: one that came with the app is not trained further. */
export function TrainOwn() {
  const atelier = useAtelier();
  return (
    <div className="train-own">
      <button type="button" className="button" onClick={() => showSetUp(atelier, true)}>
        <SlidersHorizontal aria-hidden="true" /> Train your own like it
      </button>
      <p className="field-hint">
        This model came with the app and stays as it is. A run of your own begins with its settings.
      </p>
    </div>
  );
}
