import { LoaderCircle } from 'lucide-react';
import { closePreview } from '../store/images/folder-preview';
import { sourceName } from '../store/training/runs';
import { useAtelier, useAtelierState } from './atelier-context';
import { percent } from './format';
import { CacheLine } from './import/cache-line';
import { ClassBars } from './import/class-bars';
import { Facts } from './import/facts';
import { LeftOutReport } from './import/left-out-report';
import { PreviewButtons } from './import/preview-buttons';
import { Reading } from './import/reading';
import { SamePictures } from './import/same-pictures';
import { Samples } from './import/samples';
import { Modal } from './modal';

/** What is in a folder, or in several and in files, before anything is done with them. */
export function PreviewDialog() {
  const atelier = useAtelier();
  const preview = useAtelierState((state) => state.data.preview);
  // One dialog at a time: the preview is there again when the other is closed.
  const behind = useAtelierState((state) => state.dialog !== null && state.dialog !== 'palette');
  if (preview === null || behind) return null;
  const { source, summary, progress, error, note } = preview;
  return (
    <Modal
      title={summary?.name ?? sourceName(source)}
      description={whereOf(source)}
      onClose={() => closePreview(atelier)}
      testId="preview-dialog"
      wide
    >
      <div className="preview">
        {note !== undefined && (
          <p className="preview-note" role="note">
            {note}
          </p>
        )}
        {error !== null && (
          <p className="preview-error" role="alert">
            {error}
          </p>
        )}
        {summary?.unusable !== undefined && <LeftOutReport files={summary.leftOut} isOpen />}
        {summary !== null && summary.unusable === undefined && (
          <div className="preview-columns">
            <section className="preview-column">
              <Facts summary={summary} />
              <ClassBars summary={summary} />
              <LeftOutReport files={summary.leftOut} />
              <SamePictures duplicates={summary.duplicates} />
            </section>
            <section className="preview-column">
              <Samples summary={summary} />
              <Reading preview={preview} summary={summary} />
            </section>
          </div>
        )}
        {progress !== null && (
          <p className="preview-wait" role="status" data-testid="preview-progress">
            <LoaderCircle aria-hidden="true" className="turning" /> {progress.text}
            {progress.fraction !== null && ` ${percent(progress.fraction)}`}
            {summary?.whole === false && '. You can go on meanwhile; what is damaged is found by this.'}
          </p>
        )}
        <CacheLine since={summary?.whole} />
      </div>
      <PreviewButtons preview={preview} />
    </Modal>
  );
}

function whereOf(source: { kind: string; path?: string; paths?: string[] }): string {
  const paths = source.paths ?? [source.path ?? ''];
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return `${paths.slice(0, 3).join(', ')}${more}`;
}
