import { LoaderCircle } from 'lucide-react';
import { sourceName } from '../../store/training/runs';
import { useAtelierState } from '../atelier-context';
import { count, imageShape, plural } from '../format';

/** What the next run trains on. */
export function DataCard() {
  const { source, summary, error } = useAtelierState((state) => state.data);
  if (source === null) return <p className="data-card">Choose Fashion-MNIST or a folder of images first.</p>;
  return (
    <div className="data-card">
      <strong>{summary?.name ?? sourceName(source)}</strong>
      {error !== null && <p className="field-error">{error}</p>}
      {summary === null && error === null && (
        <p className="data-card-line">
          <LoaderCircle aria-hidden="true" className="turning" /> Looking at the images
        </p>
      )}
      {summary !== null && (
        <>
          <p className="data-card-line">
            {count(summary.train)} to train on, {count(summary.test)} to test on
          </p>
          <p className="data-card-line">
            {imageShape(summary.side, summary.channels)}
            {summary.classes.length > 0 && `, ${plural(summary.classes.length, 'class', 'classes')}`}
            {summary.leftOut.length > 0 && `, ${plural(summary.leftOut.length, 'file', 'files')} left out`}
          </p>
          {summary.notes.map((note) => (
            <p key={note} className="field-hint">
              {note}
            </p>
          ))}
        </>
      )}
    </div>
  );
}
