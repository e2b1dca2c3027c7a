import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import { MOST_EPOCHS, trainMore } from '../../store/training/training';
import { useAtelier, useAtelierState } from '../atelier-context';

/** Prolongs a run that is done or was stopped early. */
export function TrainMore() {
  const atelier = useAtelier();
  const id = useId();
  const engineReady = useAtelierState((state) => state.engine.state === 'ready');
  const done = useAtelierState((state) => state.training.epochs.at(-1)?.epoch ?? 0);
  const [text, setText] = useState('10');
  const more = Number(text);
  const most = MOST_EPOCHS - done;
  const valid = Number.isInteger(more) && more >= 1 && more <= most;
  return (
    <form
      className="train-more"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) void trainMore(atelier, more);
      }}
    >
      <button type="submit" className="button" disabled={!engineReady || !valid}>
        <Plus aria-hidden="true" /> Train
      </button>
      <input
        id={id}
        className="input"
        inputMode="numeric"
        autoComplete="off"
        value={text}
        aria-invalid={!valid}
        onChange={(event) => setText(event.target.value)}
      />
      <label htmlFor={id}>more epochs</label>
      {!valid && <p className="field-error">A whole number from 1 to {most.toLocaleString('en-US')}.</p>}
    </form>
  );
}
