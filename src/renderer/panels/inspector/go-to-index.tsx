import { useState } from 'react';
import { goTo, selectSecond } from '../../store/map/selection';
import { useAtelier } from '../atelier-context';

/** Chooses an image by its number: Enter for the first, Shift+Enter for the other end of a path. */
export function GoToIndex({ n }: { n: number }) {
  const atelier = useAtelier();
  const [text, setText] = useState('');
  const index = text.trim() === '' ? null : Number(text);
  const invalid = index !== null && !(Number.isInteger(index) && index >= 0 && index < n);
  return (
    <input
      id="go-to-index"
      className="input go-to-index"
      inputMode="numeric"
      autoComplete="off"
      placeholder="Go to #"
      aria-label={`Image index, 0 to ${n - 1}`}
      title={`Index, 0 to ${n - 1}; Shift+Enter chooses it as the end of a path`}
      aria-invalid={invalid}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
        if (event.key !== 'Enter' || index === null || invalid) return;
        if (event.shiftKey) selectSecond(atelier, index);
        else goTo(atelier, index);
        setText('');
        event.currentTarget.blur();
      }}
    />
  );
}
