import { Download } from 'lucide-react';
import { cancelExport } from '../../store/images/export-progress';
import { useAtelier, useAtelierState } from '../atelier-context';
import { Cancellable } from '../progress';

/** How far a file is that is being written. One that is there at once is not shown: the card comes late. */
export function ExportProgress() {
  const atelier = useAtelier();
  const exporting = useAtelierState((state) => state.exporting);
  if (exporting === null) return null;
  return (
    <div className="notice export-progress" data-testid="export-progress" aria-live="off">
      <Download aria-hidden="true" />
      <Cancellable progress={exporting} of="export" onCancel={() => void cancelExport(atelier)} />
    </div>
  );
}
