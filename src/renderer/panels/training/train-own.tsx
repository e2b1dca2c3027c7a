import { SlidersHorizontal } from 'lucide-react';
import { showSetUp } from '../../store/training/training';
import { useAtelier } from '../atelier-context';

/** In the place of what prolongs a run that is not trained further; `why` says so. */
export function TrainOwn({ why }: { why: string }) {
  const atelier = useAtelier();
  return (
    <div className="train-own">
      <button type="button" className="button" onClick={() => showSetUp(atelier, true)}>
        <SlidersHorizontal aria-hidden="true" /> Train your own like it
      </button>
      <p className="field-hint">{why}</p>
    </div>
  );
}
