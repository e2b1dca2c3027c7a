import { Download } from 'lucide-react';
import { Progress } from 'radix-ui';
import { cancelExport } from '../../store/images/export-progress';
import { useAtelier, useAtelierState } from '../atelier-context';
import { percent } from '../format';

/** How far a file is that is being written. One that is there at once is not shown: the card comes late. */
export function ExportProgress() {
  const atelier = useAtelier();
  const exporting = useAtelierState((state) => state.exporting);
  if (exporting === null) return null;
  const { text, fraction } = exporting;
  return (
    <div className="notice export-progress" data-testid="export-progress" aria-live="off">
      <Download aria-hidden="true" />
      <div className="export-progress-text">
        <p>
          {text}
          {fraction !== null && ` ${percent(fraction)}`}
        </p>
        <Progress.Root
          className="progress progress-thin"
          value={fraction === null ? null : Math.round(fraction * 100)}
          aria-label="Export progress"
        >
          <Progress.Indicator className="progress-bar" style={{ transform: `scaleX(${fraction ?? 0})` }} />
        </Progress.Root>
      </div>
      <button
        type="button"
        className="button button-small"
        aria-label="Cancel the export"
        onClick={() => void cancelExport(atelier)}
      >
        Cancel
      </button>
    </div>
  );
}
