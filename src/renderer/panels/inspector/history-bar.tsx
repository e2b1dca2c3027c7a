import { ArrowLeft, ArrowRight, Pin, PinOff } from 'lucide-react';
import { goBack, goForward } from '../../store/latent/history';
import { togglePin } from '../../store/latent/pins';
import { useAtelier, useAtelierState } from '../atelier-context';
import { IconButton } from '../controls';

/** To the images looked at before and after, and whether the one shown, if one is, is pinned. */
export function HistoryBar({ index }: { index: number | null }) {
  const atelier = useAtelier();
  const { back, forward } = useAtelierState((state) => state.latent.history);
  const pinned = useAtelierState((state) => state.latent.pins.some((pin) => pin.index === index));
  if (index === null && back.length === 0 && forward.length === 0) return null;
  const before = back.at(-1);
  const after = forward.at(-1);
  return (
    <div className="history-bar">
      <IconButton
        label={before === undefined ? 'No image before this one' : `Back to #${before}`}
        shortcut="["
        icon={<ArrowLeft aria-hidden="true" />}
        disabled={before === undefined}
        onClick={() => goBack(atelier)}
      />
      <IconButton
        label={after === undefined ? 'No image after this one' : `Forward to #${after}`}
        shortcut="]"
        icon={<ArrowRight aria-hidden="true" />}
        disabled={after === undefined}
        onClick={() => goForward(atelier)}
      />
      {index !== null && (
        <button
          type="button"
          className="button button-small history-pin"
          aria-pressed={pinned}
          onClick={() => togglePin(atelier, index)}
        >
          {pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
          {pinned ? 'Unpin' : 'Pin'}
        </button>
      )}
    </div>
  );
}
